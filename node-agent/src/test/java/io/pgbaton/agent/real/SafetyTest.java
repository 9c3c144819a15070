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
import io.pgbaton.fleet.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@RealKafka
class SafetyTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void aServerStartedByHandWhileItsAgentIsDeadIsReadOnlyAndRejoins(KafkaBroker broker) {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primary(1);
            TestNode second = cluster.standby(2);
            first.killAgent();
            first.server.killAll();
            cluster.freeze(true, 1);
            cluster.promote(2, null);
            second.server.execute("CREATE TABLE after AS SELECT 1 AS n");

            first.server.start();
            assertThat(first.server.query("SELECT pg_is_in_recovery()")).isEqualTo("t");
            first.startAgent();
            cluster.await(
                    1,
                    beat -> TestCluster.streams(beat) && beat.standing().term().value() == 2);
            await().atMost(BOUND)
                    .until(() -> first.server
                            .query("SELECT count(*) FROM pg_class WHERE relname = 'after'")
                            .equals("1"));
        }
    }

    @Test
    void aPrimaryKeepsWritingWhileItsAgentIsKilledOrFrozenAndIsEndedWhenReplaced(KafkaBroker broker)
            throws IOException {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primary(1, "lease = 20s");
            cluster.standby(2, "lease = 20s");
            first.server.execute("CREATE TABLE heard (n int)");
            assertThat(Files.exists(first.server.dataDirectory().resolve("standby.signal")))
                    .isTrue();
            // F3: a standby that hears the primary promises nothing
            Term next = cluster.openElection(false);
            await().atMost(BOUND).until(() -> !cluster.alive(next).isEmpty());
            assertThat(cluster.promises(next)).isEmpty();

            String killed = cluster.last(1).beat().boot();
            first.killAgent();
            first.server.execute("CREATE TABLE t (n int)");
            first.startAgent();
            // L7: back within the lease, it goes on
            await().atMost(BOUND).until(() -> first.log().contains("the lease of term 1 goes on"));
            cluster.await(
                    1,
                    beat -> !beat.beat().boot().equals(killed)
                            && beat.servesAs(Role.PRIMARY)
                            && beat.standing().term().value() == 1);
            // V2: renewed by a heartbeat that did not wait for SQL, and told no lie
            assertThat(cluster.firstOfRun(1).servesAs(Role.PRIMARY)).isTrue();

            // F8: another node is primary now, and this server is still writable
            Signal.STOP.sendTo(first.agentPid());
            cluster.promoteWithoutFreeze(2);
            Signal.CONT.sendTo(first.agentPid());
            cluster.await(1, beat -> beat.releases(new Term(1)));
            cluster.await(
                    1,
                    beat -> TestCluster.streams(beat) && beat.standing().term().value() == 2);
            assertThat(cluster.events(1, EventKind.NODE_FENCED)).isNotEmpty();
        }
    }

    @Test
    void aHungPrimaryIsKilledAndReleased(KafkaBroker broker) {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primary(1, "hang_timeout = 1s");
            first.server.pause();
            cluster.await(1, beat -> beat.releases(new Term(1)));
            cluster.await(1, beat -> beat.servesAs(Role.STANDBY));
            cluster.awaitEvent(1, EventKind.SERVER_DOWN);
        }
    }

    @Test
    void aPrimaryWhosePostmasterIsStoppedBySignalIsKilledAndReleased(KafkaBroker broker) throws IOException {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primary(1, "hang_timeout = 1s");
            // its open sessions go on answering
            Signal.STOP.sendTo(first.postmasterPid());
            cluster.await(1, beat -> beat.releases(new Term(1)));
            cluster.await(1, beat -> beat.servesAs(Role.STANDBY));
        }
    }

    @Test
    void aSwitchoverEndsThePrimaryCleanlyAndItFollowsWithoutARewind(KafkaBroker broker) {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primary(1);
            cluster.standby(2);
            first.server.execute("CREATE TABLE t AS SELECT 1 AS n");
            cluster.decide(new Decision.Fence(cluster.id, cluster.version(), new Term(1), first.id));
            cluster.await(1, beat -> beat.releases(new Term(1)));
            cluster.freeze(true, 1);
            cluster.promote(2, null);
            cluster.await(
                    1,
                    beat -> TestCluster.streams(beat) && beat.standing().term().value() == 2);
            assertThat(cluster.awaitEvent(1, EventKind.NODE_REJOIN).outcome().details())
                    .contains("no rewind");
        }
    }

    @Test
    void aForeignDataDirectoryIsRefusedAndNeverTouched(KafkaBroker broker) {
        try (TestCluster cluster = new TestCluster(broker)) {
            cluster.primary(1);
            TestNode foreign = cluster.node(2);
            foreign.server.initdb();
            foreign.startAgent();
            cluster.awaitEvent(2, EventKind.AGENT_REFUSED);
            assertThat(cluster.last(2).server().state()).isEqualTo(ServerState.STOPPED);
            assertThat(Files.exists(foreign.server.dataDirectory().resolve("standby.signal")))
                    .isFalse();
        }
    }

    @Test
    void garbageOnTheDecisionLogIsOneLineAndAllGoesOn(KafkaBroker broker) {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primary(1);
            cluster.sendGarbage();
            cluster.standby(2);
            assertThat(first.log()).containsOnlyOnce("ignored a malformed record at pgbaton.decisions-");
            assertThat(first.get("/primary").statusCode()).isEqualTo(200);
            assertThat(first.get("/replica").statusCode()).isEqualTo(503);
            assertThat(first.get("/wal?from=0/1").statusCode()).isEqualTo(409);
            assertThat(first.get("/cluster").body()).contains("\"role\":\"leader\"");
            assertThat(first.get("/api/v1/node").body()).contains("\"heartbeat\"");
            assertThat(first.get("/metrics").body()).contains("pgbaton_agent_primary{cluster=\"" + cluster.id);
        }
    }
}
