package io.pgbaton.fleet.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.fleet.junit.RealPostgres;
import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.process.Folders;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@RealPostgres
class PostgresServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void streamsToAStandbyThatWasClonedFromIt(PostgresServer primary) {
        primary.execute("CREATE TABLE colour AS SELECT 'green' AS name");
        try (PostgresServer standby = PostgresServer.in(Folders.temporary("standby"))) {
            standby.cloneFrom(primary);
            standby.start();

            assertThat(standby.query("SELECT pg_is_in_recovery()")).isEqualTo("t");
            assertThat(Deadline.in(PATIENCE)
                            .await(() -> primary.query(
                                            "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'")
                                    .equals("1")))
                    .isTrue();
            assertThat(standby.query("SELECT name FROM colour")).isEqualTo("green");
        }
    }

    @Test
    void startsAgainAfterItsPostmasterWasKilled(PostgresServer primary) {
        primary.killPostmaster();
        assertThat(Deadline.in(PATIENCE).await(() -> primary.processes().all().isEmpty()))
                .isTrue();

        primary.start();

        assertThat(primary.query("SELECT 1")).isEqualTo("1");
    }

    @Test
    void answersNothingWhilePausedAndGoesOnWhenResumed(PostgresServer primary) {
        long postmaster = primary.processes().postmaster().orElseThrow();

        primary.pause();
        primary.resume();

        assertThat(primary.processes().postmaster()).contains(postmaster);
        assertThat(primary.query("SELECT 1")).isEqualTo("1");
    }
}
