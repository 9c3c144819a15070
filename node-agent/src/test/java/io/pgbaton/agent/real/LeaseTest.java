package io.pgbaton.agent.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.Term;
import io.pgbaton.fleet.junit.RealKafka;
import io.pgbaton.fleet.kafka.KafkaBroker;
import io.pgbaton.fleet.process.Folders;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A primary writes as long as its lease holds, and not a moment longer.
@RealKafka
class LeaseTest {

    private static final Duration LEASE = Duration.ofSeconds(6);
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String[] SETTINGS = {"lease = 6s", "cluster_secret = 'a secret of one test'"};

    @Test
    void withoutKafkaThePeersCarryTheLeaseAndWithoutBothItEnds() {
        try (KafkaBroker broker = KafkaBroker.startIn(Folders.temporary("lease-kafka"));
                TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primary(1, SETTINGS);
            TestNode second = cluster.standby(2, SETTINGS);
            first.server.execute("CREATE TABLE t (n bigint)");
            awaitPage(first, "\"peerMillis\":[1-9]");
            assertThat(second.post("/api/v1/lease/grant", "{}").statusCode()).isEqualTo(403);

            withoutKafkaThePrimaryWritesOn(broker, first);
            withKafkaBackTheBusRouteBeginsByAClaim(broker, first);
            withoutKafkaAndPeersTheServerEndsWithinTheLease(broker, first, second);
            theFenceOutlivesALatePromotion(broker, cluster, first);
        }
    }

    /// V1
    private static void withoutKafkaThePrimaryWritesOn(KafkaBroker broker, TestNode first) {
        String started = first.server.query("SELECT pg_postmaster_start_time()");
        broker.kill();
        await().atMost(BOUND).during(LEASE.multipliedBy(2).plusMillis(500)).until(() -> {
            first.server.execute("INSERT INTO t VALUES (1)");
            return first.server.query("SELECT pg_postmaster_start_time()").equals(started);
        });
        assertThat(first.get("/primary").statusCode()).isEqualTo(200);
        assertThat(first.get("/api/v1/node").body()).containsPattern("\"held\":true,\"busMillis\":0,");
        assertThat(first.log()).contains("the bus route of the lease of term 1 is lost");
    }

    private static void withKafkaBackTheBusRouteBeginsByAClaim(KafkaBroker broker, TestNode first) {
        broker.start();
        awaitPage(first, "\"busMillis\":[1-9]");
        await().atMost(BOUND).until(() -> first.log().contains("the bus route of the lease of term 1 holds"));
    }

    /// L3
    private static void withoutKafkaAndPeersTheServerEndsWithinTheLease(
            KafkaBroker broker, TestNode first, TestNode second) {
        first.server.execute("CREATE TABLE last (at timestamptz)");
        second.killAgent();
        broker.kill();
        long cut = System.nanoTime();
        await().atMost(BOUND)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(() -> first.server.processes().all().isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - cut)).isLessThan(LEASE);
        await().atMost(BOUND).until(() -> first.log().contains("the lease of term 1 runs out in "));
        await().atMost(BOUND).until(() -> first.get("/primary").statusCode() == 503);
        await().atMost(BOUND).until(() -> Files.notExists(first.stateDirectory().resolve("lease")));
        await().atMost(BOUND)
                .until(() -> Files.readString(first.stateDirectory().resolve("standing"))
                        .contains("fenced=1"));
    }

    /// F7, S2
    private static void theFenceOutlivesALatePromotion(KafkaBroker broker, TestCluster cluster, TestNode first) {
        broker.start();
        cluster.await(1, beat -> beat.releases(new Term(1)) && beat.servesAs(Role.STANDBY));
        cluster.decide(new Decision.Promote(cluster.id, cluster.version(), new Term(1), first.id, null));
        cluster.sendUnknown();
        await().atMost(BOUND).until(() -> first.log().contains("unknown kind \"teleport\""));
        await().atMost(BOUND)
                .during(Duration.ofSeconds(1))
                .until(() -> first.server.query("SELECT pg_is_in_recovery()").equals("t"));
        cluster.awaitEvent(1, EventKind.NODE_FENCED);
        assertThat(cluster.events(1, EventKind.NODE_FENCED))
                .singleElement()
                .satisfies(event -> assertThat(event.outcome().details()).contains("the lease of term 1 ran out"));
    }

    @Test
    void f10APrimaryThatProvesAliveTakesItsNewTermWithoutAGap(KafkaBroker broker) {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primary(1);
            cluster.standby(2);
            awaitPage(first, "\"peerMillis\":[1-9]");
            String started = first.server.query("SELECT pg_postmaster_start_time()");
            Term next = cluster.openElection(false);
            await().atMost(BOUND).until(() -> !cluster.alive(next).isEmpty());

            cluster.promote(1, null);
            awaitPage(first, "\"lease\":\\{\"term\":2,\"held\":true,\"busMillis\":[1-9]\\d*,\"peerMillis\":[1-9]");
            assertThat(first.server.query("SELECT pg_postmaster_start_time()")).isEqualTo(started);
            assertThat(first.server.query("SELECT pg_is_in_recovery()")).isEqualTo("f");
            assertThat(cluster.promises(next)).isEmpty();
            assertThat(cluster.events(1, EventKind.NODE_FENCED)).isEmpty();
            // a holder does not claim again
            assertThat(cluster.decisions())
                    .noneMatch(decision -> decision instanceof Decision.Claim claim
                            && claim.term().equals(next));
        }
    }

    @Test
    void aClaimBehindAFreezeIsVoid(KafkaBroker broker) throws IOException {
        try (TestCluster cluster = new TestCluster(broker);
                ServerSocket nobody = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            TestNode first = cluster.primary(1);
            TestNode second = cluster.standby(2);
            first.killAgent();
            first.server.killAll();
            cluster.freeze(true, 1);

            // the promotion waits for the tail of a host that does not answer
            cluster.change(2, 2, new Phase.Promoting(first.id, Reason.FURTHEST_LSN, null));
            Decision.Tail tail =
                    new Decision.Tail(first.id, "http://127.0.0.1:" + nobody.getLocalPort(), 60_000, false);
            cluster.decide(new Decision.Promote(cluster.id, cluster.version(), new Term(2), second.id, tail));
            Socket asking = nobody.accept();

            // the next election stands in the log, unseen until its transaction ends, and the claim comes behind it
            Decision.ViewChanged freezing =
                    cluster.nextView(2, 2, new Phase.Freezing(new Term(3), Reason.PRIMARY_SILENT, true, null));
            Decision.Freeze freeze =
                    new Decision.Freeze(cluster.id, freezing.view().version(), new Term(3), true);
            cluster.decideInTransaction(List.of(freezing, freeze), () -> {
                close(nobody);
                close(asking);
                await().atMost(BOUND).until(() -> claims(cluster, 2) > 0);
            });

            await().atMost(BOUND).until(() -> !cluster.promises(new Term(3)).isEmpty());
            assertThat(cluster.decisions().indexOf(freeze))
                    .isBetween(0, cluster.decisions().size() - 2);
            assertThat(cluster.events(2, EventKind.STANDBY_PROMOTE)).isEmpty();
            assertThat(second.server.query("SELECT pg_is_in_recovery()")).isEqualTo("t");
            assertThat(Files.exists(second.stateDirectory().resolve("lease"))).isFalse();
        }
    }

    /// Those that stand behind the last freeze of the log.
    private static long claims(TestCluster cluster, long term) {
        List<Decision> log = cluster.decisions();
        int freeze = log.reversed().stream()
                .filter(Decision.Freeze.class::isInstance)
                .findFirst()
                .map(log::lastIndexOf)
                .orElse(log.size());
        return log.stream()
                .skip(freeze)
                .filter(decision ->
                        decision instanceof Decision.Claim claim && claim.term().equals(new Term(term)))
                .count();
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitPage(TestNode node, String pattern) {
        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(node.get("/api/v1/node").body()).containsPattern(pattern));
    }
}
