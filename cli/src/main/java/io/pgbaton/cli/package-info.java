/// The command line: `pgbaton OBJECT VERB`, in the grammar of repmgr.
@NullMarked
package io.pgbaton.cli;

import org.jspecify.annotations.NullMarked;
