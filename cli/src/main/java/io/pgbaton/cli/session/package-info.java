/// What every command is given: the options before the verb, the services, and where to write.
@NullMarked
package io.pgbaton.cli.session;

import org.jspecify.annotations.NullMarked;
