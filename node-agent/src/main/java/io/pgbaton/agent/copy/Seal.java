package io.pgbaton.agent.copy;

import io.pgbaton.agent.disk.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// PostgreSQL starts from no directory that everybody may enter ("invalid permissions"). So one that is not whole is
/// kept like that, and nobody starts it: no unit, no script, no hand. Nothing can be listed or read by it, and what
/// is inside is closed to others as ever.
final class Seal {

    private static final Set<PosixFilePermission> SEALED = PosixFilePermissions.fromString("rwx-----x");

    private Seal() {}

    static void close(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, SEALED);
        Durable.sync(directory);
    }

    /// With the permissions of the directories in it, which are those of the server that was copied.
    static void open(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, Files.getPosixFilePermissions(directory.resolve("base")));
        Durable.sync(directory);
    }

    static boolean isClosed(Path directory) throws IOException {
        return Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_EXECUTE);
    }
}
