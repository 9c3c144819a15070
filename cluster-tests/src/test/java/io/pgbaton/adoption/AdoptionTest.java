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
import io.pgbaton.fleet.process.ProcessId;
import io.pgbaton.fleet.process.Signal;
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
                .extracting(node ->
                        node.get("type").asText() + " " + node.at("/found/as").asText() + " "
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
        assertThat(Files.readString(pgbaton.agentConf(WITNESS)))
                .contains("witness='on'")
                .doesNotContain("conninfo");

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
    void agentsThatWatchTouchNothingAndCanBeTakenBack() throws IOException {
        pgbaton.startServices();
        List<String> settings = autoConfs();
        NODES.forEach(repmgr::stopRepmgrd);
        List<ProcessId> guards = NODES.stream().map(pgbaton::startAgent).toList();
        await("agents that are heard")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(pgbaton.pgbaton(
                                "primary", "register", "--cluster", "orders", "--node-id", "1", "--dry-run"))
                        .satisfies(ended -> assertThat(ended.output()).contains("adopt it as primary")));
        assertThat(pgbaton.adopt(PRIMARY, "--undo").output()).contains("the agent of this node runs");

        guards.forEach(guard -> Signal.TERM.sendTo(guard.pid()));
        await("the end of the guards")
                .atMost(PATIENCE)
                .until(() -> guards.stream().noneMatch(ProcessId::isAlive));
        for (int node : NODES) {
            Pgbaton.Ended undone = pgbaton.adopt(node, "--undo");
            assertThat(undone.status()).as(undone.output()).isZero();
        }
        assertThat(repmgr.data(PRIMARY).resolve("standby.signal")).doesNotExist();
        assertThat(repmgr.data(STANDBY).resolve("standby.signal")).exists();
        assertThat(repmgr.startTimes(NODES)).isEqualTo(started);
        assertThat(autoConfs()).isEqualTo(settings);
    }

    @Test
    @Order(6)
    void repmgrFailsOverAsBefore() {
        NODES.forEach(repmgr::startRepmgrd);
        repmgr.kill(PRIMARY);
        await("a primary by repmgrd")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> repmgr.query(STANDBY, "SELECT pg_is_in_recovery()").equals("f"));
        await("its record")
                .atMost(PATIENCE)
                .until(() -> repmgr.query(STANDBY, "SELECT type FROM repmgr.nodes WHERE node_id = 2")
                        .equals("primary"));
        repmgr.rejoin(PRIMARY, STANDBY);

        await("the old primary as its standby").atMost(PATIENCE).until(() -> streams(STANDBY));
    }

    @Test
    @Order(7)
    void theClusterIsRegisteredWithoutRestartingPostgres() throws IOException {
        started = repmgr.startTimes(NODES);
        for (int node : NODES) {
            Pgbaton.Ended prepared = pgbaton.prepare(node);
            assertThat(prepared.status()).as(prepared.output()).isZero();
            pgbaton.giveStateDirectory(node);
        }
        Pgbaton.Ended early = pgbaton.adopt(WITNESS, "--finish");
        assertThat(early.status()).isEqualTo(25);
        assertThat(early.output()).contains("repmgrd is not stopped on n1");

        NODES.forEach(repmgr::stopRepmgrd);
        List.of(STANDBY, PRIMARY, WITNESS).forEach(pgbaton::startAgent);
        Pgbaton.Ended finished = pgbaton.adopt(WITNESS, "--finish");

        assertThat(finished.status()).as(finished.output()).isZero();
        assertThat(finished.output()).contains("node 2 is primary of orders", "orders is pgbaton's: 3 members");
        await("a cluster that is well")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(pgbaton.pgbaton("cluster", "show", "orders"))
                        .extracting(Pgbaton.Ended::status)
                        .isEqualTo(0));
        assertThat(repmgr.startTimes(NODES)).isEqualTo(started);
    }

    @Test
    @Order(8)
    void finishingAgainIsASuccessAndUndoingIsTooLate() {
        assertThat(pgbaton.adopt(STANDBY, "--finish").status()).isZero();
        assertThat(pgbaton.adopt(STANDBY, "--undo").status()).isEqualTo(1);
        assertThat(pgbaton.agentConf(STANDBY)).exists();
    }

    @Test
    @Order(9)
    void itFailsOverAsPgbatonDoes() {
        repmgr.kill(STANDBY);

        await("a new primary")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> repmgr.query(PRIMARY, "SELECT pg_is_in_recovery()").equals("f"));
        await("the old primary as its standby").atMost(PATIENCE).until(() -> streams(PRIMARY));
    }

    private static boolean streams(int upstream) {
        return repmgr.query(upstream, "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'")
                .equals("1");
    }

    private static List<String> autoConfs() throws IOException {
        return List.of(
                Files.readString(repmgr.data(PRIMARY).resolve("postgresql.auto.conf")),
                Files.readString(repmgr.data(STANDBY).resolve("postgresql.auto.conf")));
    }
}
