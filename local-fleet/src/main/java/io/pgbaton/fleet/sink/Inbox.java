package io.pgbaton.fleet.sink;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.fleet.process.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// The messages received, one JSON file each, so that another program can read them while they come in.
public final class Inbox {

    private static final ObjectMapper JSON = Wire.mapper();

    private final Path folder;
    private final AtomicLong number;

    public Inbox(Path folder) {
        this.folder = folder;
        this.number = new AtomicLong(files().size());
    }

    public void add(Received message) {
        String name = String.format(
                Locale.ROOT,
                "%06d-%s.json",
                number.incrementAndGet(),
                message.kind().name().toLowerCase(Locale.ROOT));
        try {
            Folders.create(folder);
            Path unfinished = folder.resolve("." + name);
            JSON.writerWithDefaultPrettyPrinter().writeValue(unfinished.toFile(), message);
            Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep a message in " + folder, e);
        }
    }

    /// In the order they came.
    public List<Received> messages() {
        return files().stream().map(Inbox::read).toList();
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d+-.*\\.json"))
                    .sorted(Comparator.comparing(
                            (Path file) -> file.getFileName().toString()))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }

    private static Received read(Path file) {
        try {
            return JSON.readValue(file.toFile(), Received.class);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
