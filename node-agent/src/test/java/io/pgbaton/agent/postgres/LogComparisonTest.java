package io.pgbaton.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.agent.config.Conninfo;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.fleet.postgres.PostgresServer;
import io.pgbaton.fleet.postgres.StopMode;
import io.pgbaton.fleet.process.Folders;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// R4: two servers that promoted at the same place, to timelines of the same number.
class LogComparisonTest {

    private static final Timeline SECOND = new Timeline(2);

    @Test
    void twoTimelinesOfOneNumberThatBeginAtOnePlaceAreToldApartByWhatIsWritten() throws SQLException, IOException {
        try (PostgresServer primary = PostgresServer.running();
                PostgresServer one = standbyOf(primary);
                PostgresServer two = standbyOf(primary)) {
            // both get the shutdown checkpoint, and nothing is written after it
            primary.stop(StopMode.FAST);
            promote(one);
            promote(two);
            assertThat(files(one).history(SECOND)).isEqualTo(files(two).history(SECOND));
            assertThat(compare(two, one, end(two))).contains(false);
            assertThat(compare(two, two, end(two))).contains(true);
            // before its first record, timeline 2 is what it was
            Lsn begin = files(one).history(SECOND).beginOf(SECOND).orElseThrow();
            assertThat(compare(two, one, begin)).contains(true);

            try (PostgresServer third = standbyOf(one)) {
                one.execute("CREATE TABLE t AS SELECT generate_series(1, 5000) AS n");
                caughtUp(one, third);
                assertThat(compare(third, one, end(one))).contains(true);
                Lsn shared = end(one);
                promote(third);
                third.execute("CREATE TABLE u AS SELECT generate_series(1, 5000) AS n");
                // the other has gone on to timeline 3
                assertThat(new LogComparison(sessions(), files(one))
                                .same(conninfo(third), files(third).history(new Timeline(3)), SECOND, shared))
                        .contains(true);
                // there is no such file
                assertThat(compare(one, third, new Lsn(shared.bytes() + (1L << 30))))
                        .isEmpty();
            }
        }
    }

    /// Whether the second has what the first has of timeline 2, both being on it.
    private static Optional<Boolean> compare(PostgresServer own, PostgresServer other, Lsn end)
            throws SQLException, IOException {
        return new LogComparison(sessions(), files(own))
                .same(conninfo(other), files(other).history(SECOND), SECOND, end);
    }

    private static PostgresServer standbyOf(PostgresServer upstream) {
        PostgresServer standby = PostgresServer.in(Folders.temporary("standby"));
        standby.cloneFrom(upstream);
        standby.start();
        caughtUp(upstream, standby);
        return standby;
    }

    private static void caughtUp(PostgresServer upstream, PostgresServer standby) {
        String end = upstream.query("SELECT pg_current_wal_flush_lsn()");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> "t".equals(standby.query("SELECT pg_last_wal_replay_lsn() >= '" + end + "'")));
    }

    private static void promote(PostgresServer server) {
        assertThat(server.query("SELECT pg_promote(true, 60)")).isEqualTo("t");
        server.execute("CHECKPOINT");
    }

    private static Lsn end(PostgresServer server) {
        return Lsn.parse(server.query("SELECT pg_current_wal_flush_lsn()"));
    }

    private static DataDirectory files(PostgresServer server) {
        return new DataDirectory(server.dataDirectory());
    }

    private static Sessions sessions() {
        return new Sessions(Optional.empty());
    }

    private static Conninfo conninfo(PostgresServer server) {
        return Conninfo.parse(server.conninfo());
    }
}
