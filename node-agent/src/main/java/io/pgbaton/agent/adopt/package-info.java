/// Taking a node over from repmgr: what has to be mended first, and what becomes of its settings. Values only; who asks
/// the servers is `survey`.
@NullMarked
package io.pgbaton.agent.adopt;

import org.jspecify.annotations.NullMarked;
