/// What an agent finds where repmgr runs, and what it would make of it: `pgbaton-agent --survey` prints it and
/// `pgbaton adopt` reads it.
@NullMarked
package io.pgbaton.contracts.adopt;

import org.jspecify.annotations.NullMarked;
