package io.pgbaton.agent.state;

import io.pgbaton.agent.moves.DecisionLog;
import io.pgbaton.contracts.Decision;
import java.util.Objects;

/// The decision log as read so far. `urgency` grows when something new is asked of this node, so that a move that
/// waits can give way.
public final class LogBook {

    private volatile DecisionLog log;
    private volatile long urgency;
    private volatile boolean caughtUp;

    public LogBook(DecisionLog log) {
        this.log = log;
    }

    public synchronized void read(Decision decision) {
        DecisionLog before = log;
        log = before.read(decision);
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
        if (!caughtUp && log.orders().serve() != null) {
            served(log.orders().serve());
        }
        caughtUp = true;
    }

    public synchronized void served(Decision.Serve done) {
        log = log.served(done);
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
