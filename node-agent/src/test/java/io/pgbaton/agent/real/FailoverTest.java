package io.pgbaton.agent.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.Term;
import io.pgbaton.fleet.junit.RealKafka;
import io.pgbaton.fleet.kafka.KafkaBroker;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@RealKafka
class FailoverTest {

    private static final String SLOTS = "use_replication_slots = true";

    @Test
    void aKilledPostmasterIsReleasedReplacedFollowedAndRewound(KafkaBroker broker) {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primary(1, SLOTS);
            TestNode second = cluster.standby(2, SLOTS);
            TestNode third = cluster.standby(3, SLOTS);
            awaitSlots(first, "repmgr_slot_2,repmgr_slot_3");
            first.server.execute("CREATE TABLE t AS SELECT generate_series(1, 1000) AS n");

            long killed = System.nanoTime();
            first.server.killPostmaster();
            Heartbeat release = cluster.await(1, beat -> beat.releases(new Term(1)));
            long released = (System.nanoTime() - killed) / 1_000_000;
            System.out.println(
                    "released after " + released + " ms: " + release.server().state());

            List<FreezeAnswer> answers = cluster.freeze(true, 2);
            assertThat(answers).allMatch(answer -> answer.position() != null);
            cluster.askAgain(true, answers.size());
            cluster.promote(2, first);
            System.out.println("promoted after " + (System.nanoTime() - killed) / 1_000_000 + " ms");
            assertThat(second.server.query("SELECT count(*) FROM t")).isEqualTo("1000");
            assertThat(second.server.dataDirectory().resolve("standby.signal"))
                    .satisfies(signal -> assertThat(Files.exists(signal)).isTrue());

            cluster.await(
                    3,
                    beat -> TestCluster.streams(beat) && beat.standing().term().value() == 2);
            cluster.await(
                    1,
                    beat -> TestCluster.streams(beat) && beat.standing().term().value() == 2);
            assertThat(cluster.awaitEvent(1, EventKind.NODE_REJOIN).outcome().successful())
                    .isTrue();
            cluster.awaitEvent(2, EventKind.STANDBY_PROMOTE);
            cluster.awaitEvent(3, EventKind.FAILOVER_FOLLOW);
            second.server.execute("INSERT INTO t VALUES (1001)");
            cluster.await(1, beat -> beat.servesAs(Role.STANDBY));
            assertThat(third.server.query("SELECT pg_is_in_recovery()")).isEqualTo("t");
            // R3: nobody holds log back for somebody who streams elsewhere
            awaitSlots(first, "");
            awaitSlots(second, "repmgr_slot_1,repmgr_slot_3");
            assertThat(second.get("/metrics").body()).contains("pgbaton_agent_replication_slots{");
        }
    }

    private static void awaitSlots(TestNode node, String names) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                node.server.query("SELECT coalesce(string_agg(slot_name, ',' ORDER BY slot_name), '')"
                                        + " FROM pg_replication_slots"))
                        .isEqualTo(names));
    }
}
