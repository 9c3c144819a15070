package io.pgbaton.agent.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterPolicy;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Role;
import io.pgbaton.fleet.junit.RealKafka;
import io.pgbaton.fleet.kafka.KafkaBroker;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@RealKafka
class SynchronousTest {

    private static final String NAMES = "SHOW synchronous_standby_names";

    @Test
    void aViewIsNamedOnlyOnceCommitsWaitForItsStandbys(KafkaBroker broker) {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primary(1);
            TestNode second = cluster.standby(2);
            assertThat(first.server.query(NAMES)).isEmpty();
            second.killAgent();
            second.server.killAll();

            waitForOne(cluster, second);
            cluster.change(1, 1, new Phase.Steady());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> first.server.query(NAMES).equals("ANY 1 (\"n2\")"));
            long seen = cluster.last(1).beat().sequence();
            cluster.await(1, beat -> beat.beat().sequence() > seen + 10);
            assertThat(cluster.last(1).standing().view()).isLessThan(cluster.version());
            assertThat(cluster.last(1).servesAs(Role.PRIMARY)).isTrue();

            second.startAgent();
            cluster.await(1, beat -> beat.standing().view() == cluster.version());
            first.server.execute("CREATE TABLE t (n bigint)");
            assertThat(first.server.query("SELECT sync_state FROM pg_stat_replication"))
                    .isEqualTo("quorum");

            // the next primary's first commit waits, too
            cluster.policy = ClusterPolicy.NONE.with(new ClusterPolicy.Synchronous(1, List.of(first.id)));
            first.server.killPostmaster();
            cluster.await(1, beat -> beat.releases(cluster.view().term()));
            cluster.freeze(true, 1);
            cluster.promote(2, null);
            assertThat(second.server.query(NAMES)).isEqualTo("ANY 1 (\"n1\")");
            cluster.await(2, beat -> beat.standing().view() == cluster.version());

            cluster.policy = ClusterPolicy.NONE.with(new ClusterPolicy.Synchronous(0, List.of()));
            cluster.change(cluster.view().term().value(), 2, new Phase.Steady());
            cluster.await(2, beat -> beat.standing().view() == cluster.version());
            assertThat(second.server.query(NAMES)).isEmpty();
        }
    }

    private static void waitForOne(TestCluster cluster, TestNode standby) {
        cluster.policy = ClusterPolicy.NONE.with(new ClusterPolicy.Synchronous(1, List.of(standby.id)));
    }
}
