package io.pgbaton.failover.evidence;

import io.pgbaton.contracts.Marker;
import io.pgbaton.contracts.NodeId;

/// How far the proof of a node's silence has come (rule F2): a marker sent after the silence was complete, and read
/// back with no heartbeat of the node before it.
public sealed interface Barrier {

    record None() implements Barrier {}

    /// `first` is the first marker of this silence, and `at` when the last one was sent: on a slow bus the first
    /// may come back after another was sent, and proves the same.
    record Sent(NodeId silent, Marker first, Moment at) implements Barrier {}

    record Passed(NodeId silent) implements Barrier {}

    /// A heartbeat of the silent node starts the silence anew, so whatever was proven is void.
    default Barrier heard(NodeId node) {
        return switch (this) {
            case None none -> none;
            case Sent(NodeId silent, Marker _, Moment _) when silent.equals(node) -> new None();
            case Passed(NodeId silent) when silent.equals(node) -> new None();
            case Sent sent -> sent;
            case Passed passed -> passed;
        };
    }

    default Barrier sent(NodeId silent, Marker marker, Moment now) {
        return this instanceof Sent(NodeId before, Marker first, Moment _) && before.equals(silent)
                ? new Sent(silent, first, now)
                : new Sent(silent, marker, now);
    }

    /// Whether this marker is one of this silence, and not of another one or of another service.
    default boolean awaits(Marker marker) {
        return this instanceof Sent(NodeId _, Marker first, Moment _)
                && marker.writer().equals(first.writer())
                && marker.number() >= first.number();
    }

    /// An awaited marker was read back.
    default Barrier passed() {
        return switch (this) {
            case Sent(NodeId silent, Marker _, Moment _) -> new Passed(silent);
            case None none -> none;
            case Passed passed -> passed;
        };
    }
}
