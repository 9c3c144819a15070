package io.pgbaton.agent.moves;

import io.pgbaton.agent.lease.LeaseClock;
import io.pgbaton.agent.lease.LeaseRules;
import io.pgbaton.agent.lease.Standing;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Situations of node 2 in a cluster of three, told in a line each.
record Situations(
        DecisionLog log, Standing standing, Situation.Lease lease, Situation.Server server, Situation.Past past) {

    static final LeaseRules RULES = LeaseRules.of(Duration.ofSeconds(3), Duration.ofMillis(500));
    static final long NOW = 100_000;
    static final Situation.Lease NO_LEASE = new Situation.Lease(LeaseClock.none(RULES), NOW);

    static final ClusterId CLUSTER = new ClusterId("orders");
    static final NodeId ME = new NodeId(2);
    static final SystemId SYSTEM = new SystemId("77");

    static Situations atTerm(long term) {
        return new Situations(
                DecisionLog.unread(CLUSTER, ME),
                Standing.NEW.adopt(new Term(term), 0),
                NO_LEASE,
                server(ServerState.RUNNING, Role.STANDBY),
                new Situation.Past(true, false, 0, true, Long.MAX_VALUE));
    }

    static Situation.Server server(ServerState state, Role role) {
        return new Situation.Server(state, role, SYSTEM, Situation.Upstream.NONE);
    }

    static ClusterView view(long version, long term, int primary, Phase phase) {
        List<ClusterView.Member> members = IntStream.rangeClosed(1, 3)
                .mapToObj(node -> new ClusterView.Member(
                        new NodeId(node), profile(node), true, node == primary ? null : new NodeId(primary)))
                .toList();
        return new ClusterView(
                CLUSTER,
                version,
                new ClusterView.Reign(new Term(term), new NodeId(primary), SYSTEM, null),
                phase,
                members);
    }

    private static NodeProfile profile(int node) {
        return new NodeProfile(
                "n" + node,
                NodeProfile.Kind.SERVER,
                new NodeProfile.Election(100, "default", true),
                new NodeProfile.Address("host=h" + node, "http://h" + node),
                new NodeProfile.Software("1", 150000));
    }

    Situations steady(long term, int primary) {
        return viewIs(term, primary, new Phase.Steady());
    }

    /// This node is primary and the others cannot be chosen.
    Situations alone(long term) {
        ClusterView all = view(1, term, ME.value(), new Phase.Steady());
        List<ClusterView.Member> members = all.members().stream()
                .map(member -> new ClusterView.Member(
                        member.node(), member.profile(), member.node().equals(ME), member.upstream()))
                .toList();
        ClusterView view = new ClusterView(CLUSTER, 1, all.reign(), all.phase(), members);
        return told(new Decision.ViewChanged(view, 0, Reason.NODE_CHANGED, ""));
    }

    /// F10: this node, primary on timeline 1, is given the newer `term`.
    Situations reaffirmed(long term) {
        return viewIs(onTimeline(
                view(nextVersion(), term, ME.value(), new Phase.Promoting(ME, Reason.PRIMARY_CAME_BACK, null))));
    }

    /// The election of `next` is opened against this node, which was primary on timeline 1.
    Situations elected(long next) {
        Phase phase = new Phase.Freezing(new Term(next), Reason.PRIMARY_SILENT, false, null);
        Situations opened =
                viewIs(onTimeline(view(nextVersion(), log.view().term().value(), ME.value(), phase)));
        return opened.told(new Decision.Freeze(CLUSTER, opened.log.view().version(), new Term(next), false));
    }

    private static ClusterView onTimeline(ClusterView view) {
        ClusterView.Reign reign = view.reign();
        ClusterView.Reign begun =
                new ClusterView.Reign(reign.term(), reign.primary(), reign.systemId(), new Timeline(1));
        return new ClusterView(view.cluster(), view.version(), begun, view.phase(), view.members());
    }

    Situations promoting(long term, int primary) {
        return viewIs(term, primary, new Phase.Promoting(null, Reason.FURTHEST_LSN, null));
    }

    Situations freezing(long term, int primary, long next) {
        Situations opened =
                viewIs(term, primary, new Phase.Freezing(new Term(next), Reason.PRIMARY_RELEASED, true, null));
        return opened.told(new Decision.Freeze(CLUSTER, opened.log.view().version(), new Term(next), true));
    }

    private Situations viewIs(long term, int primary, Phase phase) {
        return viewIs(view(nextVersion(), term, primary, phase));
    }

    private Situations viewIs(ClusterView view) {
        return told(new Decision.ViewChanged(view, log.view().version(), Reason.NODE_CHANGED, ""));
    }

    private long nextVersion() {
        return log.view().version() + 1;
    }

    Situations told(Decision decision) {
        return new Situations(log.read(decision), standing, lease, server, past);
    }

    Situations promoteMe(long term) {
        return told(new Decision.Promote(CLUSTER, log.view().version(), new Term(term), ME, null));
    }

    Situations bound(Standing changed) {
        return new Situations(log, changed, lease, server, past);
    }

    Situations server(Situation.Server changed) {
        return new Situations(log, standing, lease, changed, past);
    }

    Situations is(ServerState state, Role role) {
        return server(server(state, role));
    }

    Situations following(int upstream, boolean attached, long detachedMillis) {
        return server(new Situation.Server(
                ServerState.RUNNING,
                Role.STANDBY,
                SYSTEM,
                new Situation.Upstream(new NodeId(upstream), attached, detachedMillis)));
    }

    Situations past(Situation.Past changed) {
        return new Situations(log, standing, lease, server, changed);
    }

    Situations gaveUp(long millisAgo) {
        return past(new Situation.Past(
                past.caughtUp(), past.halfRebuilt(), past.answered(), past.cloneAllowed(), millisAgo));
    }

    /// Holds the lease of `term` for `leftMillis` more, all of it by the bus.
    Situations leased(long term, long leftMillis) {
        LeaseClock candidate =
                LeaseClock.none(RULES).lead(new LeaseClock.Reign(new Term(term), 0, Set.of()), NOW - RULES.length());
        long sentAt = NOW + leftMillis - RULES.length();
        LeaseClock clock = candidate.claimSent("own", sentAt).claimRead("own", true, sentAt + 1);
        return new Situations(log, standing, new Situation.Lease(clock, NOW), server, past);
    }

    Situations unleased() {
        return new Situations(log, standing, NO_LEASE, server, past);
    }

    /// The view in force is adopted, by the lease too.
    Situations adopted() {
        ClusterView view = log.view();
        LeaseClock leads = lease.clock().lead(LeaseClock.Reign.of(view, ME), lease.now());
        Standing acts = standing.adopt(view.term(), view.version());
        return new Situations(log, acts, new Situation.Lease(leads, lease.now()), server, past);
    }

    Move next() {
        return Reconciler.next(new Situation(log, standing, lease, server, past));
    }
}
