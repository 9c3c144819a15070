package io.pgbaton.failover.script;

import io.pgbaton.failover.evidence.Moment;
import org.jspecify.annotations.Nullable;

/// The lease of a scripted primary: two routes with a deadline each, and none prolongs the other (rules L1, L1c, L2).
final class ScriptedLease {

    private @Nullable Moment bus;
    private @Nullable Moment peer;

    /// A good claim begins the bus route, or begins it again.
    void claimed(Moment sent) {
        bus = sent.plus(World.RULES.lease());
    }

    /// An acknowledgement after the lapse renews nothing.
    void acknowledged(Moment now) {
        if (hasBus(now)) {
            bus = now.plus(World.RULES.lease());
        }
    }

    /// The peers prolong a lease and never begin one.
    void granted(Moment now) {
        if (isHeld(now)) {
            peer = now.plus(World.RULES.lease());
        }
    }

    boolean hasBus(Moment now) {
        return bus != null && now.compareTo(bus) <= 0;
    }

    boolean isHeld(Moment now) {
        return hasBus(now) || (peer != null && now.compareTo(peer) <= 0);
    }

    /// Whether one was begun and not ended: a server made writable by hand has none to lose.
    boolean began() {
        return bus != null || peer != null;
    }

    void end() {
        bus = null;
        peer = null;
    }
}
