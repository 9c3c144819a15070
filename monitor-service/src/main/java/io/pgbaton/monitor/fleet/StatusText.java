package io.pgbaton.monitor.fleet;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import java.util.Optional;

/// A node's status in the words of repmgr's `cluster show`: a mark (`*` the running primary, blank well, `!` not as
/// registered, `?` no good answer, `-` failed) and a word. Where an agent knows better than repmgr could
/// (`rebuilding`, `cloning, 43 %`, `no data`), its word follows the mark.
public final class StatusText {

    private StatusText() {}

    public static String of(ClusterNow now, NodeId node) {
        NodePicture picture = now.node(node);
        Optional<ServerState> state = picture.state();
        if (state.isEmpty() || !now.isFresh(node)) {
            return "? unreachable";
        }
        return switch (state.get()) {
            case RUNNING -> running(now, node);
            case STARTING, STOPPING, HUNG -> "? running";
            case CRASHED, STOPPED -> now.role(node) == Role.WITNESS ? running(now, node) : "- failed";
            case REBUILDING ->
                picture.copying()
                        .map(copying -> "! cloning, " + copying.percent() + " %")
                        .orElse("! rebuilding");
            case NO_DATA -> now.role(node) == Role.WITNESS ? running(now, node) : "! no data";
        };
    }

    private static String running(ClusterNow now, NodeId node) {
        Role registered = now.role(node);
        if (registered == Role.WITNESS) {
            return "* running";
        }
        Optional<Role> reported = now.node(node).reportedRole();
        if (reported.isEmpty()) {
            return "! unknown";
        }
        if (reported.get() != registered) {
            return reported.get() == Role.PRIMARY ? "! running as primary" : "! running as standby";
        }
        if (!now.isRegistered(node)) {
            return "! running";
        }
        return registered == Role.PRIMARY ? "* running" : "  running";
    }
}
