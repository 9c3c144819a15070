package io.pgbaton.cli.reach;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.fleet.Reach;
import org.jspecify.annotations.Nullable;

/// Whether the host of node `from` reaches node `to`: its server and its agent, which are null while nobody says.
/// `why` is why nobody does.
record Cell(
        NodeId from,
        NodeId to,
        Mark status,
        Reach.@Nullable Way server,
        Reach.@Nullable Way agent,
        @Nullable String why) {

    /// repmgr's marks and numbers, the best first.
    enum Mark {
        REACHED("*", 0),
        FAILED("x", -1),
        UNKNOWN("?", -2);

        private final String sign;
        private final int number;

        Mark(String sign, int number) {
            this.sign = sign;
            this.number = number;
        }

        String sign() {
            return sign;
        }

        int number() {
            return number;
        }
    }

    static Cell unknown(NodeId from, NodeId to, String why) {
        return new Cell(from, to, Mark.UNKNOWN, null, null, why);
    }

    /// A target that the answer does not name is one its agent has not read of.
    static Cell of(Reach reach, NodeId to) {
        return reach.targets().stream()
                .filter(target -> target.node().equals(to))
                .findFirst()
                .map(target -> new Cell(
                        reach.from(),
                        to,
                        target.isWhole() ? Mark.REACHED : Mark.FAILED,
                        target.server(),
                        target.agent(),
                        null))
                .orElseGet(() -> unknown(
                        reach.from(),
                        to,
                        "the agent of node " + reach.from() + " knows no node " + to + ": it is behind with its view"));
    }

    Cell better(Cell other) {
        return other.status.compareTo(status) < 0 ? other : this;
    }
}
