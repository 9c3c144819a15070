package io.pgbaton.agent.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.Term;
import io.pgbaton.fleet.junit.RealKafka;
import io.pgbaton.fleet.kafka.KafkaBroker;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// A server that answers every query and commits nothing any more.
@RealKafka
class StalledWritesTest {

    @Test
    void aPrimaryWhoseCommitsDoNotEndIsKilledAndReleased(KafkaBroker broker) throws Exception {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primary(1, "write_timeout = 1s");
            String prober = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT pg_logical_emit_message%'"
                    + " AND pid <> pg_backend_pid()";
            Awaitility.await("the write probe")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !first.server
                            .query("SELECT count(*) FROM (" + prober + ") AS p")
                            .equals("0"));
            assertThat(cluster.last(1).servesAs(Role.PRIMARY)).isTrue();

            // its commit ends no more, as on a disk that does not answer
            String pid = first.server.query(prober);
            assertThat(new ProcessBuilder("kill", "-STOP", pid).start().waitFor())
                    .isZero();

            cluster.await(1, beat -> beat.releases(new Term(1)));
            ClusterEvent down = cluster.awaitEvent(1, EventKind.SERVER_DOWN);
            assertThat(down.outcome().data()).containsEntry("reason", Reason.STORAGE_STALLED.name());
            Awaitility.await("the end of the stopped backend")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
        }
    }
}
