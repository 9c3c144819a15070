package io.pgbaton.simulation.node;

import io.pgbaton.agent.lease.LeaseRules;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.simulation.bus.Wire;
import io.pgbaton.simulation.faults.Mutations;
import io.pgbaton.simulation.network.Network;
import io.pgbaton.simulation.server.SimulatedPostgres;
import io.pgbaton.simulation.server.Wal;
import io.pgbaton.simulation.time.Chance;
import org.jspecify.annotations.Nullable;

/// What an agent has around it: itself as configured, its host, and the others.
public record Surroundings(Self self, Host host, World world) {

    public record Self(ClusterId cluster, NodeId node, LeaseRules rules) {}

    public record Host(SimulatedPostgres server, NodeDisk disk, Wire wire, String place) {}

    public record World(Network network, Chance chance, Mutations mutations, Peers peers, Notices notices) {}

    /// The other nodes, as this one reaches them over the network.
    public interface Peers {
        String place(NodeId node);

        @Nullable
        SimulatedAgent agent(NodeId node);

        @Nullable
        SimulatedPostgres server(NodeId node);
    }

    /// What the checks want to know of an agent.
    public interface Notices {
        /// `pg_promote` is about to be called under `term`.
        void promoting(NodeId node, io.pgbaton.contracts.Term term, long basedOn);

        /// The tail of the old primary's log was fetched whole for a promotion under `term`: it ends with this record.
        void rescued(NodeId node, io.pgbaton.contracts.Term term, Wal tail);

        /// A heartbeat of a writable server with this position has been stored.
        void told(NodeId node, long position);

        /// A step was chosen and will be taken next.
        void step(NodeId node, Object what);
    }
}
