/// How a command ends: with one of repmgr's exit codes and, when not well, one line that says why.
@NullMarked
package io.pgbaton.cli.outcome;

import org.jspecify.annotations.NullMarked;
