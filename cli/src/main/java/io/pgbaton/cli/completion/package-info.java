/// Scripts that let shells complete the command line.
@NullMarked
package io.pgbaton.cli.completion;

import org.jspecify.annotations.NullMarked;
