/// Taking a node over from repmgr: looks at it with the agent program, writes its agent.conf, and registers the cluster
/// when repmgrd is gone.
@NullMarked
package io.pgbaton.cli.adopt;

import org.jspecify.annotations.NullMarked;
