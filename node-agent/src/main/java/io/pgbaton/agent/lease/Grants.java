package io.pgbaton.agent.lease;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Term;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a follower has granted (rule L2), in the same monotonic milliseconds as [LeaseClock]. A grant binds by
/// time, whatever term it was for: until it has run out, the follower promises nothing (rule F3).
public record Grants(long receivedAt, long until) {

    public static final Grants NONE = new Grants(0, 0);

    /// L7: whatever was granted before a restart is not known, so the node counts itself as having granted at its
    /// start.
    public static Grants atStart(LeaseRules rules, long now) {
        return new Grants(now, now + rules.grantLasts());
    }

    /// Asks for a grant of `term`, as adopted with version `view`; `from` is who wants to go on being primary.
    public record Request(Term term, long view, NodeId from) {}

    /// The answer, and what is to be remembered *before* it is given. `promised` is the follower's.
    public record Answer(
            Grants remembered,
            boolean granted,
            Term promised,
            @Nullable String why) {}

    /// `leads` says that this node leads itself, or is about to ([LeaseClock#leads]). Not granting is always safe.
    public Answer asked(Request request, Standing standing, boolean leads, LeaseRules rules, long now) {
        if (!request.term().isAbove(Term.NONE) || !request.term().isAtLeast(standing.promised())) {
            return refused(standing, "a higher term is promised");
        }
        if (leads) {
            return refused(standing, "this node leads under term " + standing.term() + " itself");
        }
        Grants next = new Grants(now, Math.max(until, now + rules.grantLasts()));
        return new Answer(next, true, standing.promised(), null);
    }

    private Answer refused(Standing standing, String why) {
        return new Answer(this, false, standing.promised(), why);
    }

    /// The last grant has not run out.
    public boolean runs(long now) {
        return now < until;
    }

    /// How long ago the grant that still runs was given.
    public Optional<Long> heardMillisAgo(long now) {
        return runs(now) ? Optional.of(Math.max(0, now - receivedAt)) : Optional.empty();
    }
}
