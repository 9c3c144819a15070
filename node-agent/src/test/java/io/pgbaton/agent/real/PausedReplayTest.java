package io.pgbaton.agent.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.fleet.junit.RealKafka;
import io.pgbaton.fleet.kafka.KafkaBroker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@RealKafka
class PausedReplayTest {

    /// Its WAL receiver does not heed a new configuration then, and goes on receiving.
    @Test
    void aStandbyWhoseReplayIsPausedAnswersAnElection(KafkaBroker broker) {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode first = cluster.primary(1);
            TestNode second = cluster.standby(2);
            second.server.execute("SELECT pg_wal_replay_pause()");
            first.server.execute("CREATE TABLE t AS SELECT generate_series(1, 1000) AS n");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> second.server
                            .query("SELECT count(*) FROM pg_stat_wal_receiver"
                                    + " WHERE pg_last_wal_receive_lsn() > pg_last_wal_replay_lsn()")
                            .equals("1"));

            List<FreezeAnswer> answers = cluster.freeze(true, 1);

            assertThat(answers).hasSize(1);
            assertThat(second.server.query("SELECT count(*) FROM pg_stat_wal_receiver"))
                    .isEqualTo("0");
        }
    }
}
