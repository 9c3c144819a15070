/// Copies another server into this node's data directory: where the copy is made, by which program, and how it takes
/// its place.
@NullMarked
package io.pgbaton.agent.copy;

import org.jspecify.annotations.NullMarked;
