package io.pgbaton.agent.copy;

import io.pgbaton.agent.disk.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a copy fills outside of the data directory: tablespaces, a log on a disk of its own. They are written down
/// before the first byte, so that only what was empty then is ever emptied again after a copy that was cut short.
final class Outlying {

    private final Path file;

    Outlying(Path stateDirectory) {
        this.file = stateDirectory.resolve("copying-into");
    }

    /// Fails when one of them holds anything.
    void begin(List<Path> directories) throws IOException {
        clear();
        for (Path directory : directories) {
            if (Files.exists(directory) && !Trees.entries(directory).isEmpty()) {
                throw new IOException(directory + " is to be filled and is not empty: empty it, or have"
                        + " tablespace_mapping name another one");
            }
        }
        if (!directories.isEmpty()) {
            Durable.replace(
                    file,
                    String.join("\n", directories.stream().map(Path::toString).toList()) + "\n");
        }
    }

    /// The copy is whole: they are a server's now.
    void done() throws IOException {
        Durable.delete(file);
    }

    /// Empties what a copy that was cut short has filled.
    void clear() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        for (String line : Files.readAllLines(file)) {
            Path directory = Path.of(line);
            if (Files.isDirectory(directory)) {
                for (Path entry : Trees.entries(directory)) {
                    Trees.delete(entry);
                }
            }
        }
        done();
    }
}
