package io.pgbaton.notifier.outbox;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.notifier.parcel.Place;
import java.util.Optional;

/// A record of the bus: an event, or something that is none and is passed over in its turn.
public record Arrival(Place place, Optional<ClusterEvent> event) {}
