package io.pgbaton.agent.state;

import io.pgbaton.agent.moves.DecisionLog;
import io.pgbaton.contracts.Decision;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// The decision log as read so far. `urgency` grows when something new is asked of this node, so that a move that
/// waits can give way.
public final class LogBook {

    private volatile DecisionLog log;
    private volatile long urgency;
    private volatile boolean caughtUp;
    private long serveReadAt;

    public LogBook(DecisionLog log) {
        this.log = log;
    }

    public synchronized void read(Decision decision) {
        DecisionLog before = log;
        log = before.read(decision);
        if (decision instanceof Decision.Serve) {
            serveReadAt = System.nanoTime();
        }
        boolean urgent = !Objects.equals(before.orders(), log.orders())
                || !before.view().term().equals(log.view().term())
                || !before.view().primary().equals(log.view().primary());
        if (urgent) {
            urgency = urgency + 1;
        }
    }

    /// The log was read to where it ended when reading began (rule R1). Stays so. What was to be done once was
    /// said to an earlier run of this agent.
    public void caughtUp() {
        Decision.Serve earlier = log.orders().serve();
        if (!caughtUp && earlier != null) {
            served(earlier);
        }
        caughtUp = true;
    }

    public synchronized void served(Decision.Serve done) {
        log = log.served(done);
    }

    /// What is to be done once and was read longer ago than this.
    public synchronized Optional<Decision.Serve> serveOlderThan(Duration age) {
        return Optional.ofNullable(log.orders().serve()).filter(_ -> System.nanoTime() - serveReadAt > age.toNanos());
    }

    public boolean isCaughtUp() {
        return caughtUp;
    }

    public DecisionLog log() {
        return log;
    }

    public long urgency() {
        return urgency;
    }
}
