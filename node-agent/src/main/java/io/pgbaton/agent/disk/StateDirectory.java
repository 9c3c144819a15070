package io.pgbaton.agent.disk;

import io.pgbaton.contracts.RequestId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The agent's own directory. Holding it is holding the node: a second agent for the same one is refused.
public final class StateDirectory implements AutoCloseable {

    private static final String CLONED = "cloned";
    private static final String CATCHING_UP = "catching-up";

    private final Path path;
    private final FileChannel channel;

    private StateDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    public static StateDirectory hold(Path path, String node) {
        try {
            Files.createDirectories(path);
            FileChannel channel = FileChannel.open(
                    path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                String pid = Files.readString(path.resolve("lock")).strip();
                channel.close();
                throw new StateProblem("another agent runs for " + node + " (pid " + pid + ")");
            }
            channel.truncate(0);
            byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
            channel.write(ByteBuffer.wrap(pid));
            return new StateDirectory(path, channel);
        } catch (IOException e) {
            throw new StateProblem("state_directory " + path + " cannot be used: " + e.getMessage());
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    public Path path() {
        return path;
    }

    /// Set while the data directory is neither the old one nor yet the new: it must not be started (rule R2).
    public boolean halfRebuilt() {
        return Files.exists(marker());
    }

    public void rebuilding(String how) throws IOException {
        Durable.replace(marker(), how + "\n");
    }

    /// What [#rebuilding] was told, empty when nothing is half rebuilt.
    public String rebuildingHow() throws IOException {
        return halfRebuilt() ? Files.readString(marker()).strip() : "";
    }

    public void rebuilt() throws IOException {
        Durable.delete(marker());
    }

    /// The order to clone that was carried out last; null when there was none, or it cannot be read.
    public @Nullable RequestId cloned() {
        try {
            Path file = path.resolve(CLONED);
            return Files.exists(file) ? new RequestId(Files.readString(file).strip()) : null;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    public void cloned(RequestId request) throws IOException {
        Durable.replace(path.resolve(CLONED), request + "\n");
    }

    /// Set from the restore of a backup on until the server streams: it fetches log from the backup's archive.
    public boolean catchesUp() {
        return Files.exists(path.resolve(CATCHING_UP));
    }

    public void catchingUp() throws IOException {
        Durable.replace(path.resolve(CATCHING_UP), "");
    }

    public void caughtUp() throws IOException {
        Durable.delete(path.resolve(CATCHING_UP));
    }

    private Path marker() {
        return path.resolve("rebuilding");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
