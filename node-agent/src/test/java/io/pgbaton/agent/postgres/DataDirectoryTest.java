package io.pgbaton.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the files say of a server that does not run: whether its log is lost, so that it may be replaced without having
/// been asked to start, and which timeline it was on.
class DataDirectoryTest {

    @TempDir
    private Path path;

    private DataDirectory directory;

    @BeforeEach
    void aServerWithoutALog() throws IOException {
        directory = new DataDirectory(path);
        Files.writeString(path.resolve("PG_VERSION"), "17\n");
        Files.createDirectories(path.resolve("pg_wal/archive_status"));
    }

    @Test
    void itsLogIsGoneWithoutASegment() throws IOException {
        Files.writeString(path.resolve("pg_wal/00000002.history"), "");

        assertThat(directory.logIsGone()).isTrue();
    }

    @Test
    void itsLogIsThereWithOneSegment() throws IOException {
        Files.writeString(path.resolve("pg_wal/000000010000000000000003"), "");

        assertThat(directory.logIsGone()).isFalse();
    }

    @Test
    void aLogOnAnotherFileSystemMayOnlyBeUnmounted() throws IOException {
        Files.delete(path.resolve("pg_wal/archive_status"));
        Files.delete(path.resolve("pg_wal"));
        Files.createSymbolicLink(path.resolve("pg_wal"), Files.createDirectory(path.resolve("mounted")));

        assertThat(directory.logIsGone()).isFalse();
    }

    @Test
    void whereNoServerIsNoLogIsMissed() throws IOException {
        Files.delete(path.resolve("PG_VERSION"));

        assertThat(directory.logIsGone()).isFalse();
    }

    /// R4: a base backup brings the history of another server.
    @Test
    void theTimelineThatAServerLeftBehindIsTheHighestThereIsAHistoryOf() throws IOException {
        assertThat(directory.highestTimeline()).isEmpty();
        for (String file : List.of("00000002.history", "0000000A.history", "0000000B0000000000000001")) {
            Files.createFile(path.resolve("pg_wal").resolve(file));
        }
        assertThat(directory.highestTimeline()).contains(new Timeline(10));
        assertThat(directory.timelineLeftBehind()).contains(new Timeline(10));

        Files.createFile(path.resolve("backup_label"));
        assertThat(directory.timelineLeftBehind()).isEmpty();
    }

    @Test
    void aHistoryFileIsKnownByItsName() {
        assertThat(DataDirectory.timelineOf(Path.of("pg_wal", DataDirectory.historyFile(new Timeline(26)))))
                .contains(new Timeline(26));
        assertThat(DataDirectory.timelineOf(Path.of("0000001A0000000000000003")))
                .isEmpty();
        assertThat(DataDirectory.timelineOf(Path.of("00000000.history"))).isEmpty();
    }
}
