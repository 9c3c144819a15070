package io.pgbaton.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One filled-in and one bare example of everything that crosses the bus.
final class Samples {

    static final ClusterId ORDERS = new ClusterId("orders");
    static final NodeId N1 = new NodeId(1);
    static final NodeId N2 = new NodeId(2);
    static final NodeId N3 = new NodeId(3);
    static final Term TERM = new Term(7);
    static final Instant AT = Instant.parse("2026-11-23T03:00:00.123Z");
    static final RequestId REQUEST = new RequestId("4f1c");
    static final SystemId SYSTEM = new SystemId("7312345678901234567");

    static final NodeProfile PROFILE = new NodeProfile(
            "n1",
            NodeProfile.Kind.SERVER,
            new NodeProfile.Election(100, "default", true),
            new NodeProfile.Address("host=127.0.0.1 port=5432 user=pgbaton dbname=pgbaton", "http://127.0.0.1:8008"),
            new NodeProfile.Software("0.1.0", 150018));

    static final Heartbeat HEARTBEAT = new Heartbeat(
            ORDERS,
            N1,
            new Heartbeat.Beat("b7e23ec2-9bd2-4f6d-a9d2-9f7b6c1d2e3f", 123_456, 500),
            new Heartbeat.Standing(TERM, TERM, new Term(6), 12),
            new Heartbeat.Server(
                    ServerState.RUNNING,
                    Role.PRIMARY,
                    SYSTEM,
                    new Heartbeat.Wal(
                            new Timeline(4),
                            Lsn.parse("1A/5000060"),
                            Lsn.parse("1A/5000060"),
                            Lsn.parse("1A/5000060"),
                            Lsn.parse("1A/5000028")),
                    new Heartbeat.Replication(N2, "streaming", 56L, 12L, List.of("n2:streaming", "n3:streaming"))));

    private Samples() {}

    static Stream<Report> reports() {
        return Stream.of(
                HEARTBEAT,
                new Heartbeat(
                        ORDERS,
                        N1,
                        new Heartbeat.Beat("b", 1, 500),
                        new Heartbeat.Standing(Term.NONE, Term.NONE, Term.NONE, 0),
                        new Heartbeat.Server(ServerState.NO_DATA, null, null, null, null)),
                new Heartbeat(
                        ORDERS,
                        N2,
                        new Heartbeat.Beat("b", 1, 500),
                        new Heartbeat.Standing(TERM, TERM, Term.NONE, 12),
                        new Heartbeat.Server(
                                ServerState.REBUILDING,
                                null,
                                null,
                                null,
                                null,
                                new Copying(1L << 30, 1L << 41, 104_857_600))),
                new Heartbeat(
                        ORDERS,
                        N3,
                        new Heartbeat.Beat("w", 1, 500),
                        new Heartbeat.Standing(TERM, TERM, Term.NONE, 12),
                        new Heartbeat.Server(ServerState.RUNNING, Role.WITNESS, null, null, null),
                        new Heartbeat.Sight(N1, 210L)),
                new NodeDescribed(ORDERS, N1, "b", PROFILE),
                new NodeDescribed(
                        ORDERS,
                        N1,
                        "b",
                        PROFILE,
                        new Readiness(3L, 1, 60_000, new Readiness.Spare(8, 9, 1L << 40)),
                        new NodeDescribed.Pooler(REQUEST)),
                new NodeDescribed(
                        ORDERS,
                        N1,
                        "b",
                        PROFILE,
                        new Readiness(null, 0, 0, new Readiness.Spare(0, 0, 0)),
                        new NodeDescribed.Pooler(null)),
                new NodeDescribed(
                        ORDERS,
                        N3,
                        "b",
                        new NodeProfile(
                                "n3",
                                NodeProfile.Kind.SERVER,
                                PROFILE.election(),
                                PROFILE.address(),
                                PROFILE.software(),
                                N2)),
                FreezeAnswer.refused(
                        ORDERS,
                        N2,
                        TERM,
                        new FreezeAnswer.Position(new Timeline(4), Lsn.parse("0/5000060"), Lsn.parse("0/5000028")),
                        "exit code 1"),
                FreezeAnswer.promised(
                        ORDERS,
                        N2,
                        TERM,
                        new FreezeAnswer.Position(new Timeline(4), Lsn.parse("0/5000060"), Lsn.parse("0/5000028"))),
                FreezeAnswer.alive(ORDERS, N2, TERM, 130),
                new Marker(ORDERS, "writer", 3));
    }

    static Stream<Phase> phases() {
        var switchover = new Phase.Switchover(REQUEST, N2);
        return Stream.of(
                new Phase.Unregistered(),
                new Phase.Steady(),
                new Phase.Stopping(switchover),
                new Phase.Freezing(TERM, Reason.PRIMARY_SILENT, false, null),
                new Phase.Promoting(N1, Reason.PRIMARY_RELEASED, new Phase.Switchover(REQUEST, null)),
                new Phase.Halted(Reason.NO_CANDIDATE, "start a standby"));
    }

    static ClusterView view(Phase phase) {
        return new ClusterView(
                ORDERS,
                12,
                new ClusterView.Reign(
                        TERM,
                        N1,
                        SYSTEM,
                        new Timeline(4),
                        List.of(new ClusterView.Opened(new Timeline(4), new Term(6))),
                        new ClusterView.Held(N2, new Term(5))),
                phase,
                List.of(
                        new ClusterView.Member(N1, PROFILE, false, null),
                        new ClusterView.Member(N2, PROFILE, true, N1)));
    }

    static ClusterPolicy policy() {
        return new ClusterPolicy(
                new ClusterPolicy.Pause("alice", "new switches", AT, AT.plusSeconds(600)),
                new ClusterPolicy.Synchronous(1, List.of(N1, N2)),
                new ClusterPolicy.LastFailover(AT, TERM, false),
                new StandingOrders(
                        List.of(new NodeId(7)),
                        List.of(N2),
                        List.of(
                                new StandingOrders.Course(N2, new NodeId(3)),
                                new StandingOrders.Course(new NodeId(3), null)),
                        new StandingOrders.Planned(REQUEST, "alice", AT, new Request.Switchover(N2, true, AT))));
    }

    static ClusterView bound() {
        ClusterView free = view(new Phase.Steady());
        return new ClusterView(free.cluster(), free.version(), free.reign(), free.phase(), free.members(), policy());
    }

    static Explanation explanation() {
        return new Explanation(
                AT,
                new Explanation.Decided(
                        Explanation.Kind.FAILOVER,
                        Reason.PRIMARY_SILENT,
                        Reason.FURTHEST_LSN,
                        new Explanation.Change(TERM, N1, N2, 0L),
                        "n2 takes over from n1"),
                List.of(
                        new Explanation.Observation(N1, "n1", "its server runs as primary", 3_031L),
                        new Explanation.Observation(N2, "n2", "never heard", null)),
                List.of(
                        new Explanation.Weighed(N2, "n2", Lsn.parse("0/5000060"), true, "it holds the most"),
                        new Explanation.Weighed(N1, "n1", null, false, "did not answer")),
                Map.of("detected", 3_031L, "decided", 3_075L));
    }

    static Stream<Decision> decisions() {
        return Stream.concat(
                phases().map(phase -> new Decision.ViewChanged(view(phase), 11, Reason.PROMOTED, "n1 is primary")),
                Stream.of(
                        new Decision.ViewChanged(ClusterView.empty(ORDERS), 0, Reason.NODE_REGISTERED, "first"),
                        new Decision.ViewChanged(bound(), 11, Reason.PAUSED, "alice paused"),
                        new Decision.Freeze(ORDERS, 12, TERM, true),
                        new Decision.Claim(ORDERS, 12, TERM, N1, "9f0c"),
                        new Decision.Promote(
                                ORDERS, 12, TERM, N2, new Decision.Tail(N1, "http://127.0.0.1:8008", 2000, true)),
                        new Decision.Promote(ORDERS, 12, TERM, N2, null),
                        new Decision.Follow(ORDERS, 12, TERM, N2, N1),
                        new Decision.Rejoin(ORDERS, 12, TERM, N1, new Decision.Returning(N2, true)),
                        new Decision.Fence(ORDERS, 12, TERM, N1),
                        new Decision.Clone(ORDERS, 12, TERM, N2, N1),
                        new Decision.Clone(
                                ORDERS,
                                12,
                                TERM,
                                N2,
                                N1,
                                new CloneOptions(true, true, CloneOptions.ExternalFiles.PGDATA),
                                REQUEST),
                        new Decision.Start(ORDERS, 12, TERM, N2),
                        new Decision.Stop(ORDERS, 12, TERM, N2),
                        new Decision.Serve(ORDERS, 12, TERM, N2, new Decision.Service(ServiceAction.RELOAD, REQUEST))));
    }

    static Stream<Request> requests() {
        return Stream.of(
                        new Request.RegisterPrimary(N1),
                        new Request.Switchover(N2),
                        new Request.Switchover(null),
                        new Request.CloneStandby(N2),
                        new Request.CloneStandby(
                                N2,
                                N3,
                                new CloneOptions(
                                        null, true, CloneOptions.ExternalFiles.SAMEPATH, CloneOptions.Tool.BARMAN)),
                        new Request.RejoinNode(N1),
                        new Request.Pause("new switches", AT),
                        new Request.Pause("until I say so", null),
                        new Request.Resume(),
                        new Request.Acknowledge(),
                        new Request.AcceptLoss(N2),
                        new Request.AcceptLoss(null),
                        new Request.RepeatView(N2),
                        new Request.Switchover(N2, true, AT),
                        new Request.CancelSwitchover(),
                        new Request.RegisterNode(N2),
                        new Request.UnregisterNode(N2, true),
                        new Request.PromoteStandby(N2),
                        new Request.FollowUpstream(N2, N1),
                        new Request.FollowUpstream(N2, null),
                        new Request.ServeNode(N2, ServiceAction.RESTART))
                .map(wish -> new Request(REQUEST, ORDERS, new Request.Asked("alice", AT, true), wish));
    }

    static Stream<ClusterEvent> events() {
        return Stream.of(
                new ClusterEvent(
                        "0b9d",
                        AT,
                        ORDERS,
                        new ClusterEvent.Subject("standby_promote", N2, TERM, REQUEST),
                        new ClusterEvent.Outcome(true, Severity.NOTICE, "n2 is primary", Map.of("timeline", "4"))),
                new ClusterEvent(
                        "0b9e",
                        AT,
                        ORDERS,
                        new ClusterEvent.Subject("something_newer", null, TERM, null),
                        new ClusterEvent.Outcome(false, Severity.CRITICAL, "unheard of", Map.of())));
    }
}
