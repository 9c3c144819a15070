package io.pgbaton.agent.lease;

import io.pgbaton.contracts.Decision;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a follower answers a freeze (rules F3, F4).
public sealed interface FreezeReply {

    /// The primary was heard this long ago: nothing is promised yet. Asked again while the election is open.
    record Alive(long heardMillisAgo) implements FreezeReply {}

    /// The term is promised, on disk, and then the receiver ends.
    record Promise() implements FreezeReply {}

    /// A term below the promised one (S2); or this node has a lease itself, and whoever has one ignores a freeze
    /// (F10).
    record Ignore() implements FreezeReply {}

    /// `receivedMillisAgo` is when the WAL receiver last got bytes, by the server's own word; null when there is no
    /// receiver or its upstream is not the view's primary.
    static FreezeReply to(
            Decision.Freeze freeze, Standing standing, Hearing hearing, @Nullable Long receivedMillisAgo, long now) {
        if (!standing.mayPromise(freeze.term()) || hearing.own().begun()) {
            return new Ignore();
        }
        if (freeze.released() || standing.promised().equals(freeze.term())) {
            return new Promise();
        }
        Optional<Long> granted = hearing.grants().heardMillisAgo(now);
        if (granted.isPresent()) {
            return new Alive(granted.get());
        }
        if (receivedMillisAgo != null
                && receivedMillisAgo < hearing.own().rules().length()) {
            return new Alive(receivedMillisAgo);
        }
        return new Promise();
    }

    /// What this node has granted, and its own lease.
    record Hearing(Grants grants, LeaseClock own) {}
}
