/// Backups of this cluster: what pgBackRest or Barman has of it, and how each restores one. They do the work; here is
/// how they are called.
@NullMarked
package io.pgbaton.agent.restore;

import org.jspecify.annotations.NullMarked;
