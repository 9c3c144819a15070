package io.pgbaton.agent.act;

import io.pgbaton.agent.disk.StateProblem;
import io.pgbaton.agent.lease.LeaseClock;
import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.agent.state.LeaseBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the lease file as young as the lease, and says when a route is lost or comes back. A slow disk holds up
/// nothing but this.
public final class LeaseKeeper implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    private final LeaseBook leases;
    private boolean begun;
    private boolean bus;
    private boolean peer;
    private String failure = "";

    public LeaseKeeper(LeaseBook leases) {
        this.leases = leases;
    }

    @Override
    public void run() {
        long step = Math.clamp(leases.rules().heartbeat() / 4, 10, 100);
        while (!Thread.currentThread().isInterrupted()) {
            keep();
            tell(leases.lease(), leases.now());
            Pause.millis(step);
        }
    }

    /// A file that cannot be written ends the lease in the guard's eyes: the next renewal tries again.
    private void keep() {
        try {
            leases.heedGuard();
            leases.write();
            failure = "";
        } catch (StateProblem e) {
            String why = String.valueOf(e.getMessage());
            if (!why.equals(failure)) {
                failure = why;
                LOG.error("{}", why);
            }
        }
    }

    private void tell(LeaseClock lease, long now) {
        boolean busHolds = lease.busHolds(now);
        boolean peerHolds = lease.peerHolds(now);
        if (lease.begun() && !begun) {
            LOG.info("the lease of term {} has begun", lease.term());
        } else if (!lease.begun() && begun) {
            LOG.info("the lease is over");
        } else if (lease.begun()) {
            tellRoute("bus", bus, busHolds, lease.term().value());
            tellRoute("peer", peer, peerHolds, lease.term().value());
        }
        begun = lease.begun();
        bus = busHolds;
        peer = peerHolds;
    }

    private static void tellRoute(String name, boolean held, boolean holds, long term) {
        if (held && !holds) {
            LOG.warn("the {} route of the lease of term {} is lost", name, term);
        } else if (!held && holds) {
            LOG.info("the {} route of the lease of term {} holds", name, term);
        }
    }
}
