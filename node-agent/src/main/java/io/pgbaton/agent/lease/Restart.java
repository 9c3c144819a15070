package io.pgbaton.agent.lease;

import io.pgbaton.contracts.Term;
import java.util.Optional;

/// What an agent that starts makes of the lease file it finds (rule L7).
public sealed interface Restart {

    /// There is none: this node holds no lease. A server that is writable all the same is the
    /// `Reconciler`'s to fence.
    record NoLease() implements Restart {}

    /// The lease goes on.
    record GoesOn(LeaseClock lease) implements Restart {}

    /// It is over, or belongs to another run of the host, another term, or cannot be read: the server is ended and
    /// every term up to `term` given up, before anything else.
    record Fence(Term term, String why) implements Restart {}

    /// `text` is the content of the lease file, empty when there is no file; `boot` and `now` are of this run of
    /// the host.
    static Restart from(Optional<String> text, Standing standing, LeaseRules rules, String boot, long now) {
        if (text.isEmpty()) {
            return new NoLease();
        }
        Optional<LeaseRecord> read = LeaseRecord.parse(text.get());
        if (read.isEmpty()) {
            return new Fence(standing.term(), "the lease file cannot be read");
        }
        LeaseRecord lease = read.get();
        Term all = Term.highest(standing.term(), lease.term());
        if (!lease.boot().equals(boot)) {
            return new Fence(all, "the host was started again since the lease of term " + lease.term());
        }
        if (!lease.term().equals(standing.term()) || !standing.mayWrite(lease.term())) {
            return new Fence(
                    all,
                    "the lease is of term " + lease.term() + ", the agent acts under term " + standing.term()
                            + " and gave up term " + standing.fenced());
        }
        if (now >= lease.until()) {
            return new Fence(
                    all,
                    "the lease of term " + lease.term() + " ran out " + (now - lease.until())
                            + " ms before the agent came back");
        }
        return new GoesOn(LeaseClock.resumed(rules, lease));
    }
}
