/// Whole clusters simulated from a seed: the production cores of agents and failover services on simulated servers,
/// bus, network, clocks and disks. What must hold is checked after every event.
///
/// Start at [io.pgbaton.simulation.SimulatedCluster] and at the scenarios.
@NullMarked
package io.pgbaton.simulation;

import org.jspecify.annotations.NullMarked;
