package io.pgbaton.agent.copy;

import io.pgbaton.agent.disk.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a copy is made and how it takes the data directory's place. What stood there before stays until the copy is
/// whole.
sealed interface CopySite {

    /// What lies here under these names is ours.
    String COPY = "pgbaton-clone";

    String REPLACED = "pgbaton-replaced";

    /// The directory that is filled.
    Path copy();

    /// Makes it, empty and sealed.
    void prepare() throws IOException;

    /// The copy is whole, synced and open.
    void putInPlace() throws IOException;

    /// True when a whole copy waits to be put in place: an agent ended just before.
    boolean isWhole();

    /// Removes what is left of a copy that never became whole.
    void clear() throws IOException;

    /// Beside the data directory, to be swapped in by renaming; inside of it where it cannot be renamed.
    static CopySite of(Path dataDirectory) throws IOException {
        Path real = resolved(dataDirectory);
        Path parent = real.getParent();
        return parent != null && Files.isWritable(parent) && !MountPoints.contain(real)
                ? new Beside(real, parent)
                : new Inside(real);
    }

    /// Where a link leads to: not the link is replaced.
    private static Path resolved(Path path) throws IOException {
        if (Files.exists(path)) {
            return path.toRealPath();
        }
        return Files.isSymbolicLink(path)
                ? path.resolveSibling(Files.readSymbolicLink(path)).normalize()
                : path.toAbsolutePath();
    }

    /// Two renames.
    record Beside(Path directory, Path parent) implements CopySite {
        @Override
        public Path copy() {
            return sibling(COPY);
        }

        @Override
        public void prepare() throws IOException {
            clear();
            Files.createDirectory(copy());
            Seal.close(copy());
        }

        @Override
        public void putInPlace() throws IOException {
            Path replaced = sibling(REPLACED);
            if (Files.exists(directory)) {
                Trees.delete(replaced);
                Trees.move(directory, replaced);
            }
            Trees.move(copy(), directory);
            Durable.sync(parent);
            removeReplaced(replaced);
        }

        @Override
        public boolean isWhole() {
            try {
                return Files.isRegularFile(copy().resolve("PG_VERSION")) && !Seal.isClosed(copy());
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void clear() throws IOException {
            Trees.delete(copy());
            removeReplaced(sibling(REPLACED));
        }

        private Path sibling(String suffix) {
            return parent.resolve(directory.getFileName() + "." + suffix);
        }
    }

    /// Entry by entry, while the data directory itself is sealed; `PG_VERSION`, by which it is known as a server's,
    /// goes first and comes last.
    record Inside(Path directory) implements CopySite {
        private static final String VERSION = "PG_VERSION";

        @Override
        public Path copy() {
            return directory.resolve(COPY);
        }

        @Override
        public void prepare() throws IOException {
            if (Files.isDirectory(directory)) {
                clear();
            }
            Files.createDirectories(copy());
            Seal.close(copy());
        }

        @Override
        public void putInPlace() throws IOException {
            Path replaced = directory.resolve(REPLACED);
            if (!isWhole()) {
                Seal.close(directory);
                moveOut(replaced);
                moveIn();
            }
            Seal.open(directory);
            Trees.delete(copy());
            removeReplaced(replaced);
        }

        private void moveOut(Path replaced) throws IOException {
            Files.createDirectories(replaced);
            if (Files.exists(directory.resolve(VERSION))) {
                Trees.move(directory.resolve(VERSION), replaced.resolve(VERSION));
            }
            for (Path old : others()) {
                Trees.move(old, replaced.resolve(old.getFileName()));
            }
        }

        private void moveIn() throws IOException {
            for (Path entry : Trees.entries(copy())) {
                if (!entry.endsWith(VERSION)) {
                    Trees.move(entry, directory.resolve(entry.getFileName()));
                }
            }
            Trees.move(copy().resolve(VERSION), directory.resolve(VERSION));
        }

        /// All is moved but for the seal. Before that nobody can tell which entries are new: it is made again.
        @Override
        public boolean isWhole() {
            try {
                return Files.exists(directory.resolve(VERSION))
                        && Files.isDirectory(copy())
                        && !Files.exists(copy().resolve(VERSION))
                        && Seal.isClosed(directory);
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void clear() throws IOException {
            Path replaced = directory.resolve(REPLACED);
            boolean cutShort = Files.exists(replaced) && !Files.exists(directory.resolve(VERSION));
            if (cutShort) {
                for (Path entry : others()) {
                    Trees.delete(entry);
                }
            }
            Trees.delete(copy());
            removeReplaced(replaced);
        }

        private Iterable<Path> others() throws IOException {
            return Trees.entries(directory).stream()
                    .filter(entry -> !entry.endsWith(COPY) && !entry.endsWith(REPLACED))
                    .toList();
        }
    }

    /// Half removed it is no server any more.
    private static void removeReplaced(Path replaced) throws IOException {
        if (Files.exists(replaced)) {
            Seal.close(replaced);
            Trees.delete(replaced);
        }
    }
}
