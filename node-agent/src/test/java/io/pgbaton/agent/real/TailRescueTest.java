package io.pgbaton.agent.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.Term;
import io.pgbaton.fleet.junit.RealKafka;
import io.pgbaton.fleet.kafka.KafkaBroker;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@RealKafka
class TailRescueTest {

    private static final int ROUNDS = 3;

    @Test
    void noAcknowledgedRowIsLostWhenAPostmasterDiesOnALivingHost(KafkaBroker broker) throws InterruptedException {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primary(1);
            TestNode second = cluster.standby(2);
            first.server.execute("CREATE TABLE t (n bigint)");
            AtomicLong acknowledged = new AtomicLong();
            TestNode primary = first;
            TestNode standby = second;
            for (int round = 1; round <= ROUNDS; round++) {
                long before = acknowledged.get();
                Thread writer = insertInto(primary, acknowledged);
                Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.get() > before + 200);
                // the receiver stops hearing, the primary goes on acknowledging
                standby.server.execute("ALTER SYSTEM SET primary_conninfo = ''");
                standby.server.execute("SELECT pg_reload_conf()");
                long atDetach = acknowledged.get();
                Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.get() > atDetach + 50);
                primary.server.killPostmaster();
                writer.join(Duration.ofSeconds(30));

                Term term = cluster.view().term();
                cluster.await(primary.id.value(), beat -> beat.releases(term));
                // what it has of an older timeline is not the end of its log
                HttpResponse<String> older = primary.get("/wal?from=0/3000000&timeline=1");
                assertThat(older.statusCode()).isEqualTo(409);
                assertThat(older.body()).contains("this node's log ends on timeline " + (round + 1));
                cluster.freeze(true, 1);
                cluster.promote(standby.id.value(), primary);
                assertThat(cluster.awaitEvent(standby.id.value(), EventKind.STANDBY_PROMOTE)
                                .outcome()
                                .data())
                        .containsKey("tail_bytes");
                long rows = Long.parseLong(standby.server.query("SELECT count(*) FROM t"));
                assertThat(rows).isBetween(acknowledged.get(), acknowledged.get() + 1);
                acknowledged.set(rows);
                cluster.await(primary.id.value(), TestCluster::streams);
                TestNode swap = primary;
                primary = standby;
                standby = swap;
            }
        }
    }

    @Test
    void whoCannotFetchARequiredTailGivesTheTermUpAndIsNoPrimary(KafkaBroker broker) {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primary(1);
            TestNode second = cluster.standby(2);
            Term lost = cluster.view().term();
            first.server.killPostmaster();
            cluster.await(1, beat -> beat.releases(lost));
            cluster.freeze(true, 1);
            Term next = lost.next();
            // nobody listens at port 1
            cluster.choose(2, new Decision.Tail(first.id, "http://127.0.0.1:1", 2_000, true));

            cluster.await(2, beat -> beat.releases(next));
            assertThat(cluster.awaitEvent(2, EventKind.PROMOTE_ERROR).outcome().details())
                    .contains("on-server-crash is restart");
            cluster.await(2, beat -> beat.servesAs(Role.STANDBY));
            assertThat(second.server.query("SELECT pg_is_in_recovery()")).isEqualTo("t");
        }
    }

    private static Thread insertInto(TestNode node, AtomicLong acknowledged) {
        return Thread.ofPlatform().start(() -> {
            try (Connection connection = DriverManager.getConnection(node.server.jdbcUrl());
                    PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
                while (true) {
                    insert.setLong(1, acknowledged.get());
                    insert.execute();
                    acknowledged.incrementAndGet();
                }
            } catch (SQLException e) {
                // the end of the round
            }
        });
    }
}
