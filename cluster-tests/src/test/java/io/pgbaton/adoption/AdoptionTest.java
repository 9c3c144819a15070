package io.pgbaton.adoption;

import static io.pgbaton.adoption.RepmgrCluster.NODES;
import static io.pgbaton.adoption.RepmgrCluster.PRIMARY;
import static io.pgbaton.adoption.RepmgrCluster.STANDBY;
import static io.pgbaton.adoption.RepmgrCluster.WITNESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pgbaton.fleet.junit.RealKafka;
import io.pgbaton.fleet.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// `pgbaton adopt` against a cluster of the real repmgr: primary, standby, witness, each with its repmgrd.
@RealKafka
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdoptionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static RepmgrCluster repmgr;
    private static Pgbaton pgbaton;
    private static List<String> started;

    @BeforeAll
    static void make(KafkaBroker broker) throws IOException {
        repmgr = new RepmgrCluster();
        repmgr.make();
        pgbaton = new Pgbaton(repmgr, broker);
        started = repmgr.startTimes(NODES);
    }

    @AfterAll
    static void clear() {
        if (pgbaton != null) {
            pgbaton.close();
        }
        if (repmgr != null) {
            repmgr.close();
        }
    }

    @Test
    @Order(1)
    void aSurveyFindsTheClusterWellAndChangesNothing() throws IOException {
        Pgbaton.Ended ended = pgbaton.adopt(STANDBY, "--dry-run", "--json");

        assertThat(ended.status()).as(ended.output()).isZero();
        JsonNode survey = new ObjectMapper().readTree(ended.output()).get("survey");
        assertThat(survey.get("findings"))
                .extracting(finding -> finding.get("level").asText())
                .containsOnly("FINE");
        assertThat(survey.get("nodes"))
                .extracting(node -> node.get("type").asText() + " " + node.at("/found/as").asText() + " "
                        + node.at("/found/repmgrd").has("pid"))
                .containsExactly("PRIMARY PRIMARY true", "STANDBY STANDBY true", "WITNESS PRIMARY true");
        assertThat(pgbaton.agentConf(STANDBY)).doesNotExist();
    }

    @Test
    @Order(2)
    void whatHasToBeMendedIsSaidAndNothingIsWrittenUntilItIs() {
        repmgr.query(PRIMARY, "UPDATE repmgr.nodes SET type = 'standby' WHERE node_id = 1 RETURNING 1");
        Pgbaton.Ended ended = pgbaton.prepare(PRIMARY);
        repmgr.query(PRIMARY, "UPDATE repmgr.nodes SET type = 'primary' WHERE node_id = 1 RETURNING 1");

        assertThat(ended.status()).isEqualTo(25);
        assertThat(ended.output())
                .contains("must    primary in repmgr.nodes: none")
                .contains("must    node 1 (n1): registered as standby, runs as primary");
        assertThat(pgbaton.agentConf(PRIMARY)).doesNotExist();
    }

    @Test
    @Order(3)
    void eachNodeGetsAnAgentConfAndCanGiveItBack() throws IOException {
        for (int node : NODES) {
            assertThat(pgbaton.prepare(node)).extracting(Pgbaton.Ended::status).isEqualTo(0);
            assertThat(pgbaton.agentConf(node)).exists();
        }
        assertThat(Files.readString(pgbaton.agentConf(PRIMARY)))
                .contains("priority='101'", "failover='automatic'", "-p " + repmgr.port(PRIMARY))
                .doesNotContain("promote_command");
        assertThat(Files.readString(pgbaton.agentConf(WITNESS))).contains("witness='on'").doesNotContain("conninfo");

        for (int node : NODES) {
            assertThat(pgbaton.adopt(node, "--undo").status()).isZero();
            assertThat(pgbaton.agentConf(node)).doesNotExist();
        }
    }

    @Test
    @Order(4)
    void anAgentRefusesAServerThatRepmgrdManages() throws IOException {
        for (int node : NODES) {
            pgbaton.prepare(node);
            pgbaton.giveStateDirectory(node);
        }
        Pgbaton.Ended ended = pgbaton.tryToStartAgent(PRIMARY);

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output().strip().lines()).singleElement().asString().contains("repmgrd (pid ", "node 1 (n1)");
        assertThat(repmgr.data(PRIMARY).resolve("standby.signal")).doesNotExist();
    }

    @Test
    @Order(5)
    void theClusterIsRegisteredWithoutRestartingPostgres() throws IOException {
        pgbaton.startServices();
        NODES.forEach(repmgr::stopRepmgrd);
        NODES.forEach(pgbaton::startAgent);
        Pgbaton.Ended finished = pgbaton.adopt(STANDBY, "--finish");

        assertThat(finished.status()).as(finished.output()).isZero();
        assertThat(finished.output()).contains("node 1 is primary of orders", "orders is pgbaton's: 3 members");
        await("a cluster that is well").atMost(PATIENCE).untilAsserted(() -> assertThat(
                        pgbaton.pgbaton("cluster", "show", "orders"))
                .extracting(Pgbaton.Ended::status)
                .isEqualTo(0));
        assertThat(repmgr.startTimes(NODES)).isEqualTo(started);
    }

    @Test
    @Order(6)
    void finishingAgainIsASuccessAndUndoingIsTooLate() {
        assertThat(pgbaton.adopt(PRIMARY, "--finish").status()).isZero();

        Pgbaton.Ended undone = pgbaton.adopt(PRIMARY, "--undo");
        assertThat(undone.status()).isEqualTo(1);
        assertThat(undone.output()).contains("the agent of this node runs");
    }

    @Test
    @Order(7)
    void itFailsOverAsPgbatonDoes() {
        repmgr.kill(PRIMARY);

        await("a new primary").atMost(PATIENCE).ignoreExceptions().until(() -> repmgr.query(
                        STANDBY, "SELECT pg_is_in_recovery()")
                .equals("f"));
        await("the old primary as its standby").atMost(PATIENCE).ignoreExceptions().until(() -> repmgr.query(
                        STANDBY, "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'")
                .equals("1"));
    }
}
