package io.pgbaton.agent.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.fleet.Reach;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.fleet.junit.RealKafka;
import io.pgbaton.fleet.kafka.KafkaBroker;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Agents say which servers and which agents their hosts reach.
@RealKafka
class ReachTest {

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String PASSWORD = "never-to-be-seen";

    @Test
    void eachSaysWhatItReachesAndRelaysWhatAnotherDoes(KafkaBroker broker) throws IOException {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primary(1, "conninfo = '@conninfo password=" + PASSWORD + "'", "lease = 30s");
            TestNode second = cluster.standby(2, "lease = 30s");
            TestNode witness = cluster.node(3, "witness = true");
            witness.startAgent();
            cluster.await(3, beat -> true);
            cluster.change(1, 1, new Phase.Steady());

            everythingIsReached(first, 1);
            everythingIsReached(second, 2);
            everythingIsReached(witness, 3);
            whoAsksOftenOpensNoStormOfConnections(first, second);
            onlyMembersAreAsked(first);
            aServerThatHangsHoldsUpNobodyForLong(first, second);
            aServerThatIsDownIsNotReachedAndItsAgentIs(cluster, first);
            anAgentThatIsDownIsNotReachedAndDoesNotRelay(first, witness);
            assertThat(first.get("/api/v1/reach").body()
                            + first.get("/api/v1/reach?of=3").body())
                    .doesNotContain(PASSWORD);
        }
    }

    private static void everythingIsReached(TestNode node, int number) {
        await().atMost(BOUND).untilAsserted(() -> {
            Reach reach = reach(node, "/api/v1/reach");
            assertThat(reach.from()).isEqualTo(new NodeId(number));
            assertThat(reach.targets()).hasSize(3).allMatch(Reach.Target::isWhole);
            assertThat(target(reach, 2).server()).isEqualTo(Reach.Way.OPEN);
            assertThat(target(reach, 3).server()).as("a witness has no server").isNull();
        });
    }

    /// By the server's own count: the agents' and the one of each query here.
    private static void whoAsksOftenOpensNoStormOfConnections(TestNode first, TestNode second) {
        long before = sessions(second);
        try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture.allOf(IntStream.range(0, 100)
                            .mapToObj(_ -> CompletableFuture.runAsync(() -> reach(first, "/api/v1/reach"), askers))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
        await().atMost(BOUND).until(() -> sessions(second) > before);
        assertThat(sessions(second) - before).isLessThan(20);
    }

    private static void onlyMembersAreAsked(TestNode first) {
        assertThat(reach(first, "/api/v1/reach?of=1").from()).isEqualTo(new NodeId(1));
        assertThat(reach(first, "/api/v1/reach?of=2").from()).isEqualTo(new NodeId(2));
        assertThat(first.get("/api/v1/reach?of=9").statusCode()).isEqualTo(404);
        assertThat(first.get("/api/v1/reach?of=http://127.0.0.1").statusCode()).isEqualTo(400);
        assertThat(first.get("/api/v1/reach?of=0").statusCode()).isEqualTo(400);
        assertThat(first.post("/api/v1/reach", "{}").statusCode()).isEqualTo(405);
    }

    /// Its kernel still takes the connection, and nobody answers it.
    private static void aServerThatHangsHoldsUpNobodyForLong(TestNode first, TestNode second) {
        second.server.pause();
        try {
            await().atMost(BOUND)
                    .until(() -> !target(reach(first, "/api/v1/reach"), 2).isWhole());
            long begin = System.nanoTime();
            Reach reach = reach(first, "/api/v1/reach");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(6));
            assertThat(Objects.requireNonNull(target(reach, 2).server()).why()).isNotBlank();
            assertThat(target(reach, 2).agent()).isEqualTo(Reach.Way.OPEN);
            assertThat(target(reach, 1).isWhole()).isTrue();
        } finally {
            second.server.resume();
        }
        everythingIsReached(first, 1);
    }

    private static void aServerThatIsDownIsNotReachedAndItsAgentIs(TestCluster cluster, TestNode first) {
        cluster.decide(new Decision.Stop(cluster.id, cluster.version(), new Term(1), new NodeId(2)));
        cluster.await(2, beat -> beat.server().state() == ServerState.STOPPED);

        await().atMost(BOUND).untilAsserted(() -> {
            Reach.Target second = target(reach(first, "/api/v1/reach"), 2);
            Reach.Way server = Objects.requireNonNull(second.server());
            assertThat(server.open()).isFalse();
            assertThat(server.why()).contains("refused").doesNotContain("\n");
            assertThat(second.agent()).isEqualTo(Reach.Way.OPEN);
        });
        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(
                                target(reach(first, "/api/v1/reach?of=3"), 2).isWhole())
                        .isFalse());
    }

    private static void anAgentThatIsDownIsNotReachedAndDoesNotRelay(TestNode first, TestNode witness) {
        witness.killAgent();

        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(
                                target(reach(first, "/api/v1/reach"), 3).agent().why())
                        .isEqualTo(witness.url() + ": connection refused"));
        await().atMost(BOUND).untilAsserted(() -> {
            HttpResponse<String> relayed = first.get("/api/v1/reach?of=3");
            assertThat(relayed.statusCode()).isEqualTo(502);
            assertThat(relayed.body())
                    .contains("the agent of node 3 at " + witness.url() + " does not say what it reaches: "
                            + "connection refused");
        });
    }

    private static long sessions(TestNode node) {
        return Long.parseLong(node.server.query("SELECT sum(sessions) FROM pg_stat_database"));
    }

    private static Reach reach(TestNode node, String path) {
        HttpResponse<String> answer = node.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Wire.read(answer.body().getBytes(StandardCharsets.UTF_8), Reach.class))
                .isInstanceOf(Wire.Known.class);
        return ((Wire.Known<Reach>) Wire.read(answer.body().getBytes(StandardCharsets.UTF_8), Reach.class)).value();
    }

    private static Reach.Target target(Reach reach, int node) {
        return reach.targets().stream()
                .filter(target -> target.node().equals(new NodeId(node)))
                .findFirst()
                .orElseThrow();
    }
}
