package io.pgbaton.agent.http;

import io.pgbaton.agent.lease.LeaseClock;
import io.pgbaton.contracts.Term;

/// The lease in `/api/v1/node`: `term` is zero while there is none; each route's remaining milliseconds, zero
/// when it does not hold; `held` tells whether either does.
public record LeasePage(Term term, boolean held, long busMillis, long peerMillis) {

    public static LeasePage of(LeaseClock lease, long now) {
        return new LeasePage(
                lease.term(),
                lease.holds(now),
                lease.busHolds(now) ? lease.busUntil() - now : 0,
                lease.peerHolds(now) ? lease.peerUntil() - now : 0);
    }
}
