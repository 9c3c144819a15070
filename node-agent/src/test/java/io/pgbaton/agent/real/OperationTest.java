package io.pgbaton.agent.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Term;
import io.pgbaton.fleet.junit.RealKafka;
import io.pgbaton.fleet.kafka.KafkaBroker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@RealKafka
class OperationTest {

    private static final String PASSWORD = "never-to-be-seen";

    @Test
    void dailyWorkDisturbsNoServerAndTellsNoPassword(KafkaBroker broker) {
        try (TestCluster cluster = new TestCluster(broker)) {
            String withPassword = "conninfo = '@conninfo password=" + PASSWORD + "'";
            // long enough for an agent to come back within it on a busy machine
            TestNode first = cluster.primary(1, withPassword, "lease = 30s");
            TestNode second = cluster.standby(2, withPassword, "lease = 30s");

            secondAgentIsRefused(first);
            killedAgentDisturbsNothing(cluster, first);
            unknownDecisionsAreLeftAlone(cluster, first);
            stoppedStandbyStaysStoppedAlsoForANewAgent(cluster, second);

            assertThat(first.log() + second.log() + cluster.heard()).doesNotContain(PASSWORD);
            assertThat(first.get("/api/v1/node").body() + first.get("/patroni").body())
                    .doesNotContain(PASSWORD);
        }
    }

    private static void secondAgentIsRefused(TestNode node) {
        assertThat(node.runSecondAgent()).isNotZero();
        assertThat(node.log()).containsOnlyOnce("another agent runs for node 1 (pid ");
        assertThat(node.log()).doesNotContain("\tat ");
    }

    private static void killedAgentDisturbsNothing(TestCluster cluster, TestNode node) {
        String started = node.server.query("SELECT pg_postmaster_start_time()");
        String boot = cluster.last(1).beat().boot();
        node.killAgent();
        node.startAgent();
        cluster.await(
                1, beat -> beat.servesAs(Role.PRIMARY) && !beat.beat().boot().equals(boot));
        assertThat(node.server.query("SELECT pg_postmaster_start_time()")).isEqualTo(started);
        assertThat(cluster.events(1, EventKind.NODE_FENCED)).isEmpty();
    }

    private static void unknownDecisionsAreLeftAlone(TestCluster cluster, TestNode node) {
        cluster.sendUnknown();
        await().atMost(Duration.ofSeconds(30)).until(() -> node.log().contains("unknown kind \"teleport\""));
        cluster.await(1, beat -> beat.servesAs(Role.PRIMARY));
    }

    private static void stoppedStandbyStaysStoppedAlsoForANewAgent(TestCluster cluster, TestNode node) {
        cluster.decide(new Decision.Stop(cluster.id, cluster.version(), new Term(1), node.id));
        cluster.await(2, beat -> beat.server().state() == ServerState.STOPPED);
        String boot = cluster.last(2).beat().boot();
        node.killAgent();
        node.startAgent();
        cluster.await(
                2, beat -> !beat.beat().boot().equals(boot) && beat.server().state() == ServerState.STOPPED);
        cluster.decide(new Decision.Start(cluster.id, cluster.version(), new Term(1), node.id));
        cluster.await(2, TestCluster::streams);
    }
}
