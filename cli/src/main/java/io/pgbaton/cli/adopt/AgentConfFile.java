package io.pgbaton.cli.adopt;

import io.pgbaton.cli.outcome.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;

/// The agent.conf that adopt writes, whole or not at all, and takes away again.
record AgentConfFile(Path file) {

    /// Readable by the group that owns the data directory: the file may hold the cluster's secret. `check` looks at it
    /// before it is there.
    void write(String text, String dataDirectory, Consumer<Path> check) {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.deleteIfExists(beside);
            Files.createFile(
                    beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
            giveTo(beside, dataDirectory);
            Files.writeString(beside, text);
            check.accept(beside);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw CommandFailed.badConfig(
                    file + " cannot be written (" + e + "): be root, or give another place with --output");
        } finally {
            removeIfThere(beside);
        }
    }

    private static void removeIfThere(Path beside) {
        try {
            Files.deleteIfExists(beside);
        } catch (IOException e) {
            // said already: its folder cannot be written
        }
    }

    private static void giveTo(Path written, String dataDirectory) {
        if (dataDirectory.isEmpty()) {
            return;
        }
        try {
            var owners = Files.readAttributes(Path.of(dataDirectory), PosixFileAttributes.class);
            var view = Files.getFileAttributeView(written, PosixFileAttributeView.class);
            if (view != null) {
                view.setGroup(owners.group());
            }
        } catch (IOException e) {
            // the data directory is out of reach: the file stays this user's
        }
    }

    void remove() {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw CommandFailed.badConfig(file + " cannot be removed (" + e + ")");
        }
    }
}
