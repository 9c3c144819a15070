package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterPolicy;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.StandingOrders;
import io.pgbaton.contracts.Term;
import io.pgbaton.failover.evidence.ClusterEvidence;
import io.pgbaton.failover.evidence.Moment;
import io.pgbaton.failover.evidence.NodeEvidence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One cluster at one moment under the rules: what every question of a decision is asked of.
record Situation(ClusterState state, FailoverRules rules, Now now) {

    /// No agent binds itself this far ahead; a number beyond is nonsense and must not burn the terms.
    private static final long TERMS_AHEAD = 1_000_000;

    ClusterView view() {
        return state.view();
    }

    StandingOrders orders() {
        return view().policy().standingOrders();
    }

    ClusterEvidence evidence() {
        return state.evidence();
    }

    Moment moment() {
        return now.moment();
    }

    NodeEvidence of(NodeId node) {
        return evidence().of(node);
    }

    /// The view's primary; every phase but the first has one.
    NodeId primary() {
        return view().primary().orElseThrow();
    }

    LeaseFinding lease() {
        return LeaseFinding.of(this, primary(), view().term());
    }

    /// Whom this standby is to stream from.
    NodeId upstreamOf(NodeId node) {
        return view().member(node)
                .map(ClusterView.Member::upstream)
                .filter(upstream -> !upstream.equals(node))
                .orElseGet(this::primary);
    }

    String name(NodeId node) {
        return view().member(node)
                .map(ClusterView.Member::profile)
                .or(() -> of(node).described())
                .map(NodeProfile::name)
                .orElse("node " + node);
    }

    String primaryName() {
        return name(primary());
    }

    boolean phaseLasted(Duration atLeast) {
        return phaseAge().compareTo(atLeast) >= 0;
    }

    Duration phaseAge() {
        return moment().since(state.memory().phaseSince());
    }

    /// Whether a heartbeat of this node was read within a lease.
    boolean isHeard(NodeId node) {
        return of(node).heard().isPresent()
                && evidence().silence(node, moment()).compareTo(rules.silence()) < 0;
    }

    boolean isMarked(Mark mark) {
        return state.memory().when(mark).isPresent();
    }

    /// Whether something that may be repeated is due again.
    boolean isDue(Mark mark, Duration every) {
        return state.memory()
                .when(mark)
                .map(last -> moment().since(last).compareTo(every) >= 0)
                .orElse(true);
    }

    /// A term above every one that anybody has bound itself to: an agent refuses what it promised away (rule S2).
    Term nextTerm() {
        Term promised = evidence().highestPromise();
        boolean sane = promised.value() < view().term().value() + TERMS_AHEAD;
        return (sane ? Term.highest(view().term(), promised) : view().term()).next();
    }

    /// Electable, or one of those that commits waited for, which counts also when it missed an election: it
    /// has followed who was primary last.
    boolean mayVote(ClusterView.Member member) {
        boolean confirms = confirming().stream().anyMatch(set -> set.has(member.node()));
        return member.electable()
                || (confirms
                        && of(member.node())
                                .heartbeat()
                                .filter(this::hasFollowedTheLast)
                                .isPresent());
    }

    /// A former primary, or a node that was away, lacks what the last primary wrote.
    boolean hasFollowedTheLast(Heartbeat heartbeat) {
        Term last = view().reign().held().map(ClusterView.Held::term).orElse(Term.NONE);
        return heartbeat.standing().term().isAtLeast(last);
    }

    /// The sets of standbys that acknowledged commits are sure to be on (rule F5). Switched off, and heeded by the
    /// primary, it protects nothing any more.
    List<ClusterPolicy.Synchronous> confirming() {
        boolean off = rules.conduct().synchronous().of(view().cluster()).mode() == SynchronousRules.Mode.OFF;
        return off && !state.tenure().isWaitedFor() ? List.of() : state.tenure().synchronous();
    }

    /// The furthest position that node ever named, as far as this service has read.
    Optional<Lsn> knownEnd(NodeId node) {
        return of(node).heard().map(heard -> heard.wal()).map(wal -> {
            Lsn written = wal.written();
            Lsn flushed = wal.flushed();
            return written != null ? written : flushed;
        });
    }
}
