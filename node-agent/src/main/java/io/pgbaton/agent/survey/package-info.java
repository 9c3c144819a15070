/// Looks at a host where repmgr runs: its settings, its server, the servers of the other nodes. Changes nothing.
@NullMarked
package io.pgbaton.agent.survey;

import org.jspecify.annotations.NullMarked;
