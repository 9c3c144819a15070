package io.pgbaton.notifier.parcel;

import io.pgbaton.notifier.route.Delivery;
import java.time.Instant;

/// A delivery with its place and its progress.
public record Parcel(Delivery delivery, Place place, Progress progress) {

    public String id() {
        return delivery.id();
    }

    public boolean isDue(Instant now) {
        return !progress.due().isAfter(now);
    }

    public Parcel with(Progress changed) {
        return new Parcel(delivery, place, changed);
    }
}
