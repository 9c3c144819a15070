package io.pgbaton.notifier.outbox;

import io.pgbaton.notifier.parcel.Parcel;

/// Where deliveries end that cannot be made. Nothing is buried until this says so.
public interface DeadLetterBox {

    /// True when it is kept for good. The same parcel may come twice.
    boolean bury(Parcel parcel, String why);

    /// Tells the fleet, by an event of its own, that nobody was told.
    void announce(Parcel parcel, String why);
}
