/// Who reaches whom, how fast, and what gets lost.
@NullMarked
package io.pgbaton.simulation.network;

import org.jspecify.annotations.NullMarked;
