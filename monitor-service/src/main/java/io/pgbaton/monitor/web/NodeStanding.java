package io.pgbaton.monitor.web;

import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.fleet.NodeStatus;
import io.pgbaton.monitor.fleet.ByteSize;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One node's status text taken apart, and how it looks: `tone` is good, busy or bad.
public record NodeStanding(int id, String name, String role, String mark, String word) {

    static NodeStanding of(NodeStatus node) {
        String status = node.status();
        return new NodeStanding(
                node.node().value(),
                node.profile().name(),
                node.role().name().toLowerCase(Locale.ROOT),
                status.substring(0, 1).strip(),
                status.substring(1).strip());
    }

    public boolean primary() {
        return role.equals(Role.PRIMARY.name().toLowerCase(Locale.ROOT));
    }

    public String tone() {
        return switch (mark) {
            case "-" -> "bad";
            case "?", "!" -> word.equals("rebuilding") || word.startsWith("cloning") ? "busy" : "warn";
            default -> "good";
        };
    }

    static String lagBytes(NodeStatus node) {
        return position(node)
                .map(NodeStatus.Position::lagBytes)
                .map(ByteSize::of)
                .orElse("–");
    }

    static String lagBoth(NodeStatus node) {
        Optional<String> bytes =
                position(node).map(NodeStatus.Position::lagBytes).map(ByteSize::of);
        Optional<String> time =
                position(node).map(NodeStatus.Position::lagMillis).map(NodeStanding::millis);
        String both = Stream.of(bytes, time).flatMap(Optional::stream).collect(Collectors.joining(" · "));
        return both.isEmpty() ? "unknown" : both;
    }

    private static String millis(long millis) {
        if (millis < 1_000) {
            return millis + " ms";
        }
        return millis < 120_000 ? String.format(Locale.ROOT, "%.1f s", millis / 1_000.0) : (millis / 60_000) + " min";
    }

    private static Optional<NodeStatus.Position> position(NodeStatus node) {
        return Optional.ofNullable(node.reported().position());
    }
}
