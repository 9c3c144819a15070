package io.pgbaton.notifier.kafka;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.notifier.parcel.Parcel;
import java.time.Instant;

/// A record of `pgbaton.dead-letters`: who was not told what, and why.
public record DeadLetter(String delivery, String subscription, String target, Why why, ClusterEvent event) {

    public record Why(String reason, int attempts, Instant since, Instant at) {}

    static DeadLetter of(Parcel parcel, String reason, Instant now) {
        Why why =
                new Why(reason, parcel.progress().attempts(), parcel.progress().since(), now);
        return new DeadLetter(
                parcel.id(),
                parcel.delivery().subscription(),
                parcel.delivery().target().toString(),
                why,
                parcel.delivery().event());
    }
}
