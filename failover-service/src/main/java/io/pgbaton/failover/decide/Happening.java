package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.Severity;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An event before it has a time and an id. `occurrence` tells apart two events of one kind about one node under
/// one view version.
record Happening(
        EventKind kind,
        @Nullable NodeId node,
        @Nullable RequestId request,
        String occurrence,
        ClusterEvent.Outcome outcome) {

    static Happening of(EventKind kind, String details) {
        return new Happening(kind, null, null, "", new ClusterEvent.Outcome(true, kind.severity(), details, Map.of()));
    }

    Happening about(NodeId about) {
        return new Happening(kind, about, request, occurrence, outcome);
    }

    Happening answering(@Nullable RequestId id) {
        return new Happening(kind, node, id, occurrence, outcome);
    }

    Happening occurring(String which) {
        return new Happening(kind, node, request, which, outcome);
    }

    Happening because(Reason reason) {
        return with("reason", reason.name());
    }

    Happening with(String name, String value) {
        Map<String, String> data = new HashMap<>(outcome.data());
        data.put(name, value);
        return carrying(new ClusterEvent.Outcome(outcome.successful(), outcome.severity(), outcome.details(), data));
    }

    Happening with(Map<String, String> facts) {
        Map<String, String> data = new HashMap<>(outcome.data());
        data.putAll(facts);
        return carrying(new ClusterEvent.Outcome(outcome.successful(), outcome.severity(), outcome.details(), data));
    }

    Happening failed() {
        return carrying(new ClusterEvent.Outcome(false, outcome.severity(), outcome.details(), outcome.data()));
    }

    Happening worth(Severity severity) {
        return carrying(new ClusterEvent.Outcome(outcome.successful(), severity, outcome.details(), outcome.data()));
    }

    private Happening carrying(ClusterEvent.Outcome next) {
        return new Happening(kind, node, request, occurrence, next);
    }

    /// The id follows from what happened, so that a decision taken again after a lost acknowledgement tells the
    /// same event, not a second one.
    ClusterEvent in(Situation situation) {
        String name = String.join(
                "|",
                situation.view().cluster().name(),
                Long.toString(situation.view().version()),
                kind.wireName(),
                node == null ? "" : node.toString(),
                request == null ? "" : request.value(),
                occurrence);
        return new ClusterEvent(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString(),
                situation.now().instant(),
                situation.view().cluster(),
                new ClusterEvent.Subject(kind.wireName(), node, situation.view().term(), request),
                outcome);
    }
}
