package io.pgbaton.agent.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.ServiceAction;
import io.pgbaton.contracts.Term;
import io.pgbaton.fleet.junit.RealKafka;
import io.pgbaton.fleet.kafka.KafkaBroker;
import io.pgbaton.fleet.process.Signal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What an operator has done to one server, over the bus: each order once, and each answered by an event.
@RealKafka
class OrdersTest {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Term TERM = new Term(1);

    private static void order(TestCluster cluster, TestNode node, ServiceAction action, String request) {
        cluster.decide(new Decision.Serve(
                cluster.id, cluster.version(), TERM, node.id, new Decision.Service(action, new RequestId(request))));
    }

    private static List<ClusterEvent> answers(TestCluster cluster, int number, int count) {
        await().atMost(BOUND)
                .until(() -> cluster.events(number, EventKind.NODE_SERVICE).size() == count);
        return cluster.events(number, EventKind.NODE_SERVICE);
    }

    private static String started(TestNode node) {
        return node.server.query("SELECT pg_postmaster_start_time()");
    }

    @Test
    void aStandbyIsRestartedOnceAndThePrimaryNever(KafkaBroker broker) {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primary(1);
            TestNode second = cluster.standby(2);
            String before = started(second);

            order(cluster, second, ServiceAction.CHECKPOINT, "c");
            order(cluster, second, ServiceAction.RELOAD, "l");
            order(cluster, second, ServiceAction.RESTART, "r");
            await().atMost(BOUND)
                    .until(() -> cluster.events(2, EventKind.NODE_SERVICE).stream()
                            .anyMatch(event -> event.outcome().details().contains("was restarted")));
            cluster.await(2, TestCluster::streams);
            String restarted = started(second);
            assertThat(restarted).isNotEqualTo(before);

            second.killAgent();
            second.startAgent();
            cluster.firstOfRun(2);
            cluster.await(2, TestCluster::streams);
            assertThat(started(second)).isEqualTo(restarted);

            String primary = started(first);
            order(cluster, first, ServiceAction.RESTART, "p");
            assertThat(answers(cluster, 1, 1).getFirst().outcome().details())
                    .contains("its server is no standby any more, and is not restarted");
            assertThat(started(first)).isEqualTo(primary);
        }
    }

    @Test
    void aStandbyThatWasStoppedStaysDownUntilItIsStarted(KafkaBroker broker) {
        try (TestCluster cluster = new TestCluster(broker)) {
            cluster.primary(1);
            TestNode second = cluster.standby(2);

            cluster.decide(new Decision.Stop(cluster.id, cluster.version(), TERM, second.id));
            assertThat(answers(cluster, 2, 1).getFirst().outcome().details()).contains("is stopped, and stays so");
            second.killAgent();
            second.startAgent();
            cluster.firstOfRun(2);
            cluster.await(2, beat -> beat.server().state() == ServerState.STOPPED);

            cluster.decide(new Decision.Start(cluster.id, cluster.version(), TERM, second.id));
            assertThat(answers(cluster, 2, 2).getLast().outcome().details()).contains("its server runs again");
            cluster.await(2, TestCluster::streams);
        }
    }

    /// L4: the word to stop is void once the service has told everybody that nothing was stopped.
    @Test
    void aSwitchoverThatIsGivenUpDuringItsCheckpointStopsNobody(KafkaBroker broker) throws Exception {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primary(1);
            cluster.standby(2);
            first.server.execute("CREATE TABLE t AS SELECT generate_series(1, 1000) AS n");
            String started = started(first);
            long checkpointer = Long.parseLong(
                    first.server.query("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"));
            Signal.STOP.sendTo(checkpointer);
            try {
                cluster.change(1, 1, new Phase.Stopping(new Phase.Switchover(new RequestId("s"), null)));
                cluster.decide(new Decision.Fence(cluster.id, cluster.version(), TERM, first.id));
                await().atMost(BOUND)
                        .until(() -> first.server
                                .query("SELECT count(*) FROM pg_stat_activity WHERE query = 'CHECKPOINT'")
                                .equals("1"));
                cluster.change(1, 1, new Phase.Steady());
            } finally {
                Signal.CONT.sendTo(checkpointer);
            }
            await().atMost(BOUND).until(() -> first.log().contains("no longer asked to stop"));
            cluster.await(1, beat -> beat.standing().view() == cluster.version());
            assertThat(cluster.last(1).servesAs(Role.PRIMARY)).isTrue();
            assertThat(started(first)).isEqualTo(started);
            assertThat(cluster.events(1, EventKind.NODE_FENCED)).isEmpty();
        }
    }
}
