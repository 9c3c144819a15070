package io.pgbaton.monitor.diagnose;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.monitor.fleet.ClusterNow;
import java.util.Optional;
import java.util.stream.Stream;

/// A standby's agent says that its server does not run. The primary's is [NoPrimary]'s.
final class ServerDown implements Check {

    @Override
    public Stream<Finding> examine(ClusterNow now) {
        return now.nodes().stream()
                .filter(node -> now.role(node) == Role.STANDBY && now.isFresh(node))
                .flatMap(node -> now.node(node).state().flatMap(ServerDown::words).stream()
                        .map(words -> Finding.degraded(sentence(now, node, words))));
    }

    private static String sentence(ClusterNow now, NodeId node, String words) {
        return "The standby %s %s.".formatted(now.name(node), words);
    }

    private static Optional<String> words(ServerState state) {
        return switch (state) {
            case RUNNING -> Optional.empty();
            case NO_DATA -> Optional.of("has no data directory yet");
            case STOPPED -> Optional.of("is stopped");
            case CRASHED -> Optional.of("has crashed");
            case STARTING -> Optional.of("is starting");
            case STOPPING -> Optional.of("is stopping");
            case HUNG -> Optional.of("does not answer its agent");
            case REBUILDING -> Optional.of("is being rewound or cloned");
        };
    }
}
