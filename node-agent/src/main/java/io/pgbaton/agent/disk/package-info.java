/// What the agent keeps on its own disk, outside the data directory, since pg_rewind and base backups rewrite that.
@NullMarked
package io.pgbaton.agent.disk;

import org.jspecify.annotations.NullMarked;
