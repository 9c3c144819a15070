package io.pgbaton.agent.act;

import io.pgbaton.agent.lease.LeaseClock;
import io.pgbaton.agent.moves.Move;
import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.agent.state.LeaseBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fences this node when its lease runs out (rule L3), on a thread that does nothing else: the one that makes moves
/// may be in the middle of a long one.
public final class LeaseWatch implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseWatch.class);
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final LeaseBook leases;
    private final Fencing fencing;
    private final Runnable fenced;

    public LeaseWatch(LeaseBook leases, Fencing fencing, Runnable fenced) {
        this.leases = leases;
        this.fencing = fencing;
        this.fenced = fenced;
    }

    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            LeaseClock lease = leases.lease();
            long now = leases.now();
            if (lease.fenceDue(now)) {
                fence(lease, now);
            }
            long left = lease.begun() ? lease.fenceAt() - now : LOOK_AGAIN_MILLIS;
            Pause.millis(Math.clamp(left, 1, LOOK_AGAIN_MILLIS));
        }
    }

    private void fence(LeaseClock lease, long now) {
        LOG.warn(
                "the lease of term {} runs out in {} ms: the bus route is over for {} ms, the peers' for {} ms",
                lease.term(),
                lease.until() - now,
                now - lease.busUntil(),
                lease.peerUntil() == LeaseClock.NEVER ? 0 : now - lease.peerUntil());
        try {
            if (fencing.fence(Move.Fence.lapsed(lease, now)) instanceof Result.Failed(String why)) {
                LOG.error("{}", why);
            }
        } catch (RuntimeException e) {
            LOG.error("fencing term {} failed and is tried again: {}", lease.term(), e.toString());
        }
        fenced.run();
    }
}
