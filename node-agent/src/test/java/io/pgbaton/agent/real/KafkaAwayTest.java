package io.pgbaton.agent.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.Term;
import io.pgbaton.fleet.kafka.KafkaBroker;
import io.pgbaton.fleet.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KafkaAwayTest {

    @Test
    void anAgentThatIsStartedAgainWhileKafkaIsAwayKeepsItsPrimaryByItsPeers() throws IOException {
        Path folder = Folders.temporary("kafka-away");
        try (KafkaBroker broker = KafkaBroker.startIn(folder);
                TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primary(1, "lease = 12s");
            cluster.standby(2, "lease = 12s");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> first.get("/api/v1/node").body().matches("(?s).*\"peerMillis\":[1-9].*"));
            broker.kill();
            first.killAgent();
            first.startAgent();

            // V1, V2: it cannot read its view, and knows its followers all the same
            Path lease = first.stateDirectory().resolve("lease");
            String before = Files.readString(lease);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> peerDeadline(Files.readString(lease)) > peerDeadline(before) + 13_000);
            first.server.execute("CREATE TABLE t AS SELECT 1 AS n");
            assertThat(first.log()).contains("the lease of term 1 goes on").doesNotContain("fence up to term 1");
        }
    }

    private static long peerDeadline(String lease) {
        return lease.lines()
                .filter(line -> line.startsWith("peer="))
                .mapToLong(line -> Long.parseLong(line.substring("peer=".length())))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void heartbeatsComeBackWithKafkaAndNoEventIsLost() {
        Path folder = Folders.temporary("kafka-away");
        try (KafkaBroker broker = KafkaBroker.startIn(folder);
                TestCluster cluster = new TestCluster(broker)) {
            broker.kill();
            TestNode early = cluster.node(2);
            early.startAgent();
            await().atMost(Duration.ofSeconds(60)).until(() -> early.log().contains("waiting for Kafka at "));
            broker.start();

            TestNode first = cluster.primary(1);
            broker.kill();
            first.server.execute("CREATE TABLE t AS SELECT 1 AS n");
            first.server.killPostmaster();
            await().atMost(Duration.ofSeconds(60)).until(() -> first.log().contains("fence up to term 1"));
            broker.start();

            cluster.await(1, beat -> beat.releases(new Term(1)) && beat.servesAs(Role.STANDBY));
            assertThat(cluster.awaitEvent(1, EventKind.NODE_FENCED).outcome().successful())
                    .isTrue();
            cluster.awaitEvent(2, EventKind.AGENT_START);
        }
    }
}
