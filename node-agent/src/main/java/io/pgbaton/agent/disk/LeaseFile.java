package io.pgbaton.agent.disk;

import io.pgbaton.agent.lease.LeaseRecord;
import io.pgbaton.agent.lease.LeaseStore;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.json.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `lease` and `fenced` in the agent's state directory: the agent writes the first and the guard reads it, and the
/// other way round.
public final class LeaseFile implements LeaseStore {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseFile.class);

    private final Path lease;
    private final Path view;
    private final GuardFence fenced;

    public LeaseFile(Path stateDirectory) {
        this.lease = stateDirectory.resolve("lease");
        this.view = stateDirectory.resolve("view");
        this.fenced = new GuardFence(stateDirectory);
    }

    @Override
    public Optional<String> read() {
        try {
            return Optional.of(Files.readString(lease));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.error("{} cannot be read, so no lease goes on with it: {}", lease, e.getMessage());
            return Optional.of("");
        }
    }

    /// Not synced: a power failure ends the lease anyway, and a renewal must not wait for a slow disk.
    @Override
    public void write(LeaseRecord record) {
        replace(lease, record.text());
    }

    private static void replace(Path file, String content) {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(beside, content);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StateProblem(file + " cannot be written: " + e.getMessage());
        }
    }

    @Override
    public void keepView(ClusterView led) {
        replace(view, new String(Wire.write(led), StandardCharsets.UTF_8));
    }

    /// Nothing for anything that is not a view: the decision log says it again.
    @Override
    public Optional<ClusterView> keptView() {
        try {
            return Wire.read(Files.readAllBytes(view), ClusterView.class)
                            instanceof Wire.Known<ClusterView>(ClusterView kept)
                    ? Optional.of(kept)
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", view, e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void remove() {
        try {
            Durable.delete(lease);
        } catch (IOException e) {
            throw new StateProblem(lease + " cannot be removed: " + e.getMessage());
        }
    }

    @Override
    public Term fencedByGuard() {
        return fenced.read();
    }
}
