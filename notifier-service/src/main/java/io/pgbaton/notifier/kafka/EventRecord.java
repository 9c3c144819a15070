package io.pgbaton.notifier.kafka;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.json.Wire;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the value of a record of `pgbaton.events`.
final class EventRecord {

    private EventRecord() {}

    static Wire.Read<ClusterEvent> read(byte @Nullable [] value) {
        if (value == null) {
            return new Wire.Malformed<>("no value");
        }
        Wire.Read<ClusterEvent> read = Wire.read(value, ClusterEvent.class);
        return read instanceof Wire.Known<ClusterEvent>(ClusterEvent event) && !isWhole(event)
                ? new Wire.Malformed<>("an event without id, at, cluster, subject, outcome or one of their parts")
                : read;
    }

    /// JSON that leaves something out makes a record with holes where no type allows one.
    private static boolean isWhole(ClusterEvent event) {
        return Stream.of(event.id(), event.at(), event.cluster(), event.subject(), event.outcome())
                        .allMatch(Objects::nonNull)
                && Stream.of(
                                event.subject().kind(),
                                event.subject().term(),
                                event.outcome().severity(),
                                event.outcome().details())
                        .allMatch(Objects::nonNull);
    }
}
