package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import io.pgbaton.contracts.fleet.Reach;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `cluster matrix` and `cluster crosscheck`, with each node's agent over real HTTP.
class ClusterMatrixTest {

    private static final String NOWHERE = "http://127.0.0.1:1";
    private static final String REACH = "/api/v1/reach";

    private final RecordedService failover = new RecordedService();
    private final RecordedService first = new RecordedService();
    private final RecordedService second = new RecordedService();

    @AfterEach
    void stop() {
        failover.close();
        first.close();
        second.close();
    }

    private Run run(String verb, String... options) {
        List<String> words = new ArrayList<>(List.of(
                "cluster", verb, "orders", "--failover-url", failover.url(), "--monitor-url", "http://127.0.0.1:1"));
        words.addAll(Arrays.asList(options));
        return Run.of(words.toArray(String[]::new));
    }

    /// Nodes 1, 2, … whose agents are at these addresses.
    private void members(String... urls) {
        List<ClusterView.Member> members = IntStream.rangeClosed(1, urls.length)
                .mapToObj(id -> new ClusterView.Member(
                        new NodeId(id),
                        Fleet.profile("orders", id, urls[id - 1]),
                        true,
                        id == 1 ? null : new NodeId(1)))
                .toList()
                .reversed();
        ClusterView.Reign reign = new ClusterView.Reign(new Term(7), new NodeId(1), null, null);
        failover.answering(
                "/api/v1/clusters/orders/view", new ClusterView(Fleet.ORDERS, 41, reign, new Phase.Steady(), members));
    }

    private static Reach reach(int from, Reach.Target... targets) {
        return new Reach(Fleet.ORDERS, new NodeId(from), List.of(targets));
    }

    private static Reach.Target well(int node) {
        return new Reach.Target(new NodeId(node), Reach.Way.OPEN, Reach.Way.OPEN);
    }

    private static Reach.Target withoutServer(int node) {
        return new Reach.Target(
                new NodeId(node), Reach.Way.blocked("Connection to 10.0.0." + node + ":5432 refused."), Reach.Way.OPEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"matrix", "crosscheck"})
    void whereAllReachAllNothingIsWrong(String verb) {
        members(first.url(), second.url());
        Reach.Target witness = new Reach.Target(new NodeId(2), null, Reach.Way.OPEN);
        first.answering(REACH, reach(1, well(1), witness));
        second.answering(REACH, reach(2, well(1), witness));

        Run run = run(verb);

        assertThat(run.out()).isEqualTo("""
                 Name     | ID | 1 | 2
                ----------+----+---+---
                 orders-1 | 1  | * | *
                 orders-2 | 2  | * | *
                """);
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void aServerOutOfReachAndAnAgentThatIsDownAreNamedWithTheirReasons() {
        members(first.url(), second.url(), NOWHERE);
        Reach.Target third = new Reach.Target(
                new NodeId(3), Reach.Way.OPEN, Reach.Way.blocked("http://10.0.0.3:8008: no answer in time"));
        first.answering(REACH, reach(1, well(1), withoutServer(2), third));
        second.answering(REACH, reach(2, well(1), well(2), well(3)));

        Run run = run("matrix");

        assertThat(run.out()).isEqualTo("""
                 Name     | ID | 1 | 2 | 3
                ----------+----+---+---+---
                 orders-1 | 1  | * | x | x
                 orders-2 | 2  | * | * | *
                 orders-3 | 3  | ? | ? | ?

                WARNING: following issues were detected
                  - orders-1 does not reach the server of orders-2: Connection to 10.0.0.2:5432 refused.
                  - orders-1 does not reach the agent of orders-3: http://10.0.0.3:8008: no answer in time
                  - orders-3 does not say what it reaches: no answer from the agent's service at http://127.0.0.1:1 \
                (connection refused): start it, or say where it is with advertised_url
                """);
        assertThat(run.code()).isEqualTo(ExitCode.ISSUES_FOUND);
        assertThat(run("matrix", "--terse").out()).doesNotContain("WARNING");
    }

    @Test
    void csvIsRepmgrsAndWhatIsUnknownIsAnIssueToo() {
        members(first.url(), NOWHERE);
        first.answering(REACH, reach(1, well(1), well(2)));

        Run run = run("matrix", "--csv");

        assertThat(run.out()).isEqualTo("1,1,0\n1,2,0\n2,1,-2\n2,2,-2\n");
        assertThat(run.code()).isEqualTo(ExitCode.ISSUES_FOUND);
    }

    @Test
    void jsonHasTheReasons() {
        members(first.url(), second.url());
        first.answering(REACH, reach(1, well(1), withoutServer(2)));
        second.answering(REACH, reach(2, well(1), well(2)));

        Run run = run("matrix", "--json");

        assertThat(run.out())
                .contains("\"status\" : \"REACHED\"")
                .contains("\"status\" : \"FAILED\"")
                .contains("\"why\" : \"Connection to 10.0.0.2:5432 refused.\"");
        assertThat(run.code()).isEqualTo(ExitCode.ISSUES_FOUND);
    }

    @Test
    void crosscheckSeesANodeThroughAnotherWhereMatrixDoesNot() {
        members(first.url(), NOWHERE);
        // the recorded answer is the same for either question: the second one is for node 2
        first.answering(REACH, reach(1, well(1), well(2)), reach(2, well(1), withoutServer(2)));

        Run run = run("crosscheck", "--csv");

        assertThat(run.out()).isEqualTo("1,1,0\n1,2,0\n2,1,0\n2,2,-1\n");
        assertThat(first.asked()).containsExactly("GET /api/v1/reach", "GET /api/v1/reach?of=2");
        assertThat(run.code()).isEqualTo(ExitCode.ISSUES_FOUND);
    }

    @Test
    void anAddressThatLeadsToAnotherNodesAgentTellsNothing() {
        members(first.url(), first.url());
        first.answering(REACH, reach(1, well(1), well(2)));

        Run run = run("matrix");

        assertThat(run.out())
                .contains("the agent of orders-2 answered as node 1 of cluster orders: correct its advertised_url");
        assertThat(run.code()).isEqualTo(ExitCode.ISSUES_FOUND);
    }

    @Test
    void anAgentThatHasNotReadOfANodeSaysNothingOfIt() {
        members(first.url(), second.url());
        first.answering(REACH, reach(1, well(1)));
        second.answering(REACH, reach(2, well(1), well(2)));

        assertThat(run("matrix").out())
                .contains(" orders-1 | 1  | * | ?\n")
                .contains("the agent of node 1 knows no node 2: it is behind with its view");
    }

    @Test
    void withoutTheFailoverServiceTheMonitorSaysWhoTheNodesAre() {
        NodeStatus one = new NodeStatus(
                new NodeId(1),
                Fleet.profile("orders", 1, first.url()),
                Role.PRIMARY,
                "* running",
                Fleet.standby(1, "* running", 0L, 0L).reported());
        ClusterStatus orders = Fleet.healthyOrders();
        try (RecordedService monitor = new RecordedService()) {
            monitor.answering(
                    "/api/v1/clusters/orders",
                    new ClusterStatus(
                            orders.cluster(), orders.health(), orders.standing(), orders.primary(), List.of(one)));
            first.answering(REACH, reach(1, well(1)));

            Run run = Run.of(
                    "cluster", "matrix", "orders", "--csv", "--failover-url", NOWHERE, "--monitor-url", monitor.url());

            assertThat(run.out()).isEqualTo("1,1,0\n");
            assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"matrix", "crosscheck"})
    void whatCannotBeLookedAtIsAnError(String verb) {
        Run nowhere = Run.of("cluster", verb, "orders", "--failover-url", NOWHERE, "--monitor-url", NOWHERE);
        assertThat(nowhere.code()).isEqualTo(ExitCode.CONNECTION);

        assertThat(Run.of("cluster", verb).code()).isEqualTo(ExitCode.BAD_CONFIG);

        failover.refusing("/api/v1/clusters/orders/view", 404, "there is no cluster orders");
        Run unknown = run(verb);
        assertThat(unknown.err()).isEqualTo("pgbaton: there is no cluster orders\n");
        assertThat(unknown.code()).isEqualTo(ExitCode.BAD_CONFIG);
    }

    @Test
    void aClusterWithoutNodesSaysWhatToDo() {
        members();

        Run run = run("matrix");

        assertThat(run.err()).contains("has no nodes yet: register its primary first");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIG);
    }
}
