package io.pgbaton.agent.observe;

import io.pgbaton.contracts.Reason;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The file systems under a data directory.
public final class Storage {

    /// PostgreSQL writes its log in segments of 16 MiB: without room for one more it stops with a PANIC.
    private static final long SEGMENT = 16L << 20;

    private final Path dataDirectory;

    public Storage(Path dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    Optional<Trouble> look() {
        try {
            FileStore data = Files.getFileStore(dataDirectory);
            FileStore wal = Files.getFileStore(dataDirectory.resolve("pg_wal"));
            if (data.isReadOnly() || wal.isReadOnly()) {
                return Optional.of(new Trouble(
                        Reason.READ_ONLY_FILE_SYSTEM,
                        "the file system of " + dataDirectory + " is mounted read-only: look at the kernel's log, and"
                                + " remount it once the disk is sound"));
            }
            return room(wal.getUsableSpace());
        } catch (IOException e) {
            return Optional.empty(); // there is no data directory now: the server's state says so
        }
    }

    private Optional<Trouble> room(long usable) {
        return usable < SEGMENT
                ? Optional.of(new Trouble(
                        Reason.WAL_DISK_FULL,
                        "pg_wal of " + dataDirectory + " has " + (usable >> 10) + " KiB left, less than one segment of"
                                + " 16 MiB: make room, or see which replication slot or failing archive_command holds"
                                + " old segments"))
                : Optional.empty();
    }
}
