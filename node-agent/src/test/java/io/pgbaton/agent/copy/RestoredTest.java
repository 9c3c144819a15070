package io.pgbaton.agent.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.agent.moves.TimelineHistory;
import io.pgbaton.agent.postgres.Upstreams;
import io.pgbaton.agent.restore.Backup;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.contracts.Timeline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestoredTest {

    private static final SystemId OURS = new SystemId("7");

    /// Timeline 1 ended at 0/3000000, timeline 2 was never seen.
    private static final Upstreams.Identity PRIMARY = new Upstreams.Identity(
            OURS, new TimelineHistory(new Timeline(3), Map.of(new Timeline(1), Lsn.parse("0/3000000"))));

    private static Optional<String> misfit(SystemId systemId, long timeline, String end) {
        Backup backup = new Backup(
                "b1", Optional.of(systemId), new Backup.End(new Timeline(timeline), Lsn.parse(end)), 1000, List.of());
        return Restored.misfit(backup, PRIMARY, "backup b1");
    }

    @Test
    void aBackupOfTheHistoryFits() {
        assertThat(misfit(OURS, 1, "0/3000000")).isEmpty();
        assertThat(misfit(OURS, 3, "0/9000000")).isEmpty();
    }

    @Test
    void aBackupThatEndsBesideTheHistoryDoesNot() {
        assertThat(misfit(OURS, 1, "0/3000028").orElseThrow())
                .isEqualTo(
                        "backup b1 ends at 0/3000028 of timeline 1, which the server to follow, on timeline 3, has not"
                                + " been through: take a new backup, or clone with --from pg_basebackup");
        assertThat(misfit(OURS, 2, "0/2000000")).isPresent();
    }

    @Test
    void aBackupOfAnotherSystemDoesNot() {
        assertThat(misfit(new SystemId("8"), 1, "0/1000000").orElseThrow())
                .startsWith("backup b1 is of database system 8, the cluster is 7: ");
    }
}
