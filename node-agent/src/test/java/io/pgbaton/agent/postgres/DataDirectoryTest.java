package io.pgbaton.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When a server has lost its log: only then is it replaced without having been asked whether it starts.
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
}
