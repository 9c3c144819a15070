package io.pgbaton.agent.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pgbaton.contracts.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a file system of its own.
class StorageTest {

    @TempDir
    private Path directory;

    private boolean mounted;

    @BeforeEach
    void mountOne() throws Exception {
        mounted = mount("-t", "tmpfs", "-o", "size=32m", "pgbaton", directory.toString());
        assumeTrue(mounted, "mounting a file system needs root");
        Files.createDirectory(directory.resolve("pg_wal"));
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", directory.toString());
        }
    }

    @Test
    void aSoundDiskIsNoTrouble() {
        assertThat(new Storage(directory).look()).isEmpty();
    }

    @Test
    void noRoomForAnotherSegmentIsToldWithTheBytesLeft() throws Exception {
        Files.write(directory.resolve("pg_wal/filler"), new byte[20 << 20]);
        assertThat(new Storage(directory).look()).hasValueSatisfying(trouble -> {
            assertThat(trouble.reason()).isEqualTo(Reason.WAL_DISK_FULL);
            assertThat(trouble.details()).contains(directory.toString()).contains("KiB left");
        });
    }

    @Test
    void aReadOnlyMountIsTold() throws Exception {
        assertThat(mount("-o", "remount,ro", directory.toString())).isTrue();
        assertThat(new Storage(directory).look())
                .hasValueSatisfying(trouble -> assertThat(trouble.reason()).isEqualTo(Reason.READ_ONLY_FILE_SYSTEM));
        assertThat(mount("-o", "remount,rw", directory.toString())).isTrue();
    }

    private static boolean mount(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "mount";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return run(command) == 0;
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }
}
