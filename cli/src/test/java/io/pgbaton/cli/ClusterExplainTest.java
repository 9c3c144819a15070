package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Explanation;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.fleet.WhatIf;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterExplainTest {

    private static final List<Explanation.Weighed> CANDIDATES = List.of(
            new Explanation.Weighed(new NodeId(2), "orders-2", Lsn.parse("0/5000060"), true, "it holds the most"),
            new Explanation.Weighed(new NodeId(3), "orders-3", null, false, "it did not answer"));

    private final RecordedService failover = new RecordedService();

    @AfterEach
    void stop() {
        failover.close();
    }

    private Run run(String... command) {
        List<String> all = new java.util.ArrayList<>(List.of(command));
        all.addAll(List.of("--cluster", "orders", "--failover-url", failover.url()));
        return Run.of(all.toArray(String[]::new));
    }

    private static Explanation explanation(String summary, int secondsLater) {
        return new Explanation(
                Fleet.NOON.plusSeconds(secondsLater),
                new Explanation.Decided(
                        Explanation.Kind.FAILOVER,
                        Reason.PRIMARY_RELEASED,
                        Reason.FURTHEST_LSN,
                        new Explanation.Change(new Term(8), new NodeId(1), new NodeId(2), 4096L),
                        summary),
                List.of(
                        new Explanation.Observation(new NodeId(1), "orders-1", "crashed, fenced", 14L),
                        new Explanation.Observation(new NodeId(3), "orders-3", "nothing", null)),
                CANDIDATES,
                Map.of("promoted", 311L, "detected", 12L));
    }

    @Test
    void theLastDecisionIsToldWithItsEvidenceAndItsCandidates() {
        failover.answering(
                "/api/v1/clusters/orders/explanations",
                List.of(explanation("the first", 0), explanation("orders-2 took over", 60)));

        Run run = run("cluster", "explain");

        assertThat(run.out())
                .contains("failover: orders-2 took over")
                .doesNotContain("the first")
                .contains("PRIMARY_RELEASED: the primary's server is gone")
                .contains("4096 bytes of what the old primary")
                .contains("detected after 12 ms, promoted after 311 ms")
                .contains("orders-1 | crashed, fenced | 14 ms")
                .contains("orders-3 | nothing         | never heard")
                .contains("it did not answer");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
        assertThat(run("cluster", "explain", "--json").out()).contains("orders-2 took over");
    }

    @Test
    void aClusterWithNothingToExplainSaysSo() {
        failover.answering("/api/v1/clusters/orders/explanations", List.of());

        assertThat(run("cluster", "explain").out()).startsWith("nothing to explain: orders");
    }

    @Test
    void whatIfAsksAboutThePrimaryUnlessTold() {
        failover.answering(
                "/api/v1/clusters/orders/view",
                new ClusterView(
                        Fleet.ORDERS,
                        41,
                        new ClusterView.Reign(new Term(7), new NodeId(1), null, null),
                        new Phase.Steady(),
                        List.of()));
        failover.answering("/api/v1/clusters/orders/what-if", whatIf(List.of()));

        Run run = run("cluster", "what-if");

        assertThat(failover.asked()).contains("GET /api/v1/clusters/orders/what-if?node=1");
        assertThat(run.out())
                .startsWith("orders-2 would take over\n")
                .contains("4096 bytes")
                .contains("orders-3");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);

        assertThat(run("cluster", "what-if", "--json").out()).contains("\"failsOver\" : true");
        assertThat(run("cluster", "what-if", "orders-9").err()).contains("has no node \"orders-9\"");
    }

    @Test
    void whatStandsInTheWayIsAnIssue() {
        failover.answering(
                "/api/v1/clusters/orders/view",
                new ClusterView(
                        Fleet.ORDERS,
                        41,
                        new ClusterView.Reign(new Term(7), new NodeId(1), null, null),
                        new Phase.Steady(),
                        List.of()));
        failover.answering("/api/v1/clusters/orders/what-if", whatIf(List.of("automatic failover is paused")));

        Run run = run("cluster", "what-if");

        assertThat(run.out()).contains("WARNING: in the way\n  - automatic failover is paused");
        assertThat(run.code()).isEqualTo(ExitCode.ISSUES_FOUND);
    }

    private static WhatIf whatIf(List<String> blockers) {
        return new WhatIf(
                Fleet.ORDERS,
                new NodeId(1),
                new WhatIf.Outcome(true, new NodeId(2), Reason.FURTHEST_LSN, 4096L, "orders-2 would take over"),
                CANDIDATES,
                blockers);
    }
}
