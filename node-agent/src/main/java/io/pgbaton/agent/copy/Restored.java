package io.pgbaton.agent.copy;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.postgres.ControlFile;
import io.pgbaton.agent.postgres.DataDirectory;
import io.pgbaton.agent.postgres.OnPath;
import io.pgbaton.agent.postgres.Postgres.Outcome;
import io.pgbaton.agent.postgres.Programs;
import io.pgbaton.agent.postgres.Upstreams;
import io.pgbaton.agent.restore.Backup;
import io.pgbaton.agent.restore.BackupTool;
import io.pgbaton.agent.restore.Told;
import io.pgbaton.contracts.SystemId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// From a backup, by the tool that made it. It is of this cluster and a part of its history, or it is refused.
record Restored(BackupTool tool, Place place, Upstreams.Identity upstream, Copier.Order order, Programs programs)
        implements Filling {

    /// The tools open the directory that they fill. So they get one inside of the copy, which stays closed.
    private static final String INSIDE = "restored";

    private static final Duration ASKING = Duration.ofMinutes(5);

    /// The backup, and where it goes in the end.
    record Place(Backup backup, Path dataDirectory, Map<Path, Path> tablespaces) {}

    /// Looks for the backup. Nothing is written.
    static Restored find(AgentConfig.Backups backups, Path dataDirectory, AgentConfig.Cloning config, Sources sources)
            throws IOException, SQLException {
        BackupTool tool = BackupTool.of(backups);
        if (OnPath.find(tool.program()).isEmpty()) {
            throw new IOException(tool.program() + " is not installed on this host (nor in the PATH of the agent):"
                    + " install it, or clone with --from pg_basebackup");
        }
        Backup backup;
        try {
            backup = tool.latest(command -> output(sources.programs(), command));
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(
                    tool.program() + " has no backup of " + tool.what() + " to restore: " + e.getMessage()
                            + "; take one, or clone with --from pg_basebackup",
                    e);
        }
        Upstreams.Identity upstream =
                sources.upstreams().identify(sources.order().source().streaming());
        Restored found = new Restored(
                tool,
                new Place(backup, dataDirectory, config.tablespaces()),
                upstream,
                sources.order(),
                sources.programs());
        Optional<String> misfit = misfit(backup, upstream, found.name());
        if (misfit.isPresent()) {
            throw new IOException(misfit.get());
        }
        return found;
    }

    /// Who is asked before.
    record Sources(Copier.Order order, Upstreams upstreams, Programs programs) {}

    private static String output(Programs programs, List<String> command) throws IOException {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        Programs.Ended ended = programs.run(OnPath.found(command), ASKING, lines::add);
        if (lines.isEmpty()) {
            throw new IOException(ended.lastLine());
        }
        return String.join("\n", lines);
    }

    /// Why it cannot become a standby of this upstream; empty when it can.
    static Optional<String> misfit(Backup backup, Upstreams.Identity upstream, String name) {
        Optional<String> stranger =
                backup.systemId().filter(id -> !id.equals(upstream.systemId())).map(id -> stranger(id, upstream, name));
        if (stranger.isPresent()) {
            return stranger;
        }
        return upstream.history()
                .divergence(backup.end().timeline(), backup.end().position())
                .map(_ -> name + " ends at " + backup.end().position() + " of timeline "
                        + backup.end().timeline() + ", which the server to follow, on timeline "
                        + upstream.history().current() + ", has not been through: take a new backup, or clone with"
                        + " --from pg_basebackup");
    }

    private static String stranger(SystemId id, Upstreams.Identity upstream, String name) {
        return name + " is of database system " + id + ", the cluster is " + upstream.systemId()
                + ": set pgbackrest_stanza or barman_server to this cluster's, or clone with --from pg_basebackup";
    }

    private String name() {
        return "backup " + place.backup().label() + " of " + tool.program() + "'s " + tool.what();
    }

    @Override
    public List<Path> beside() {
        return place.backup().places(place.tablespaces());
    }

    @Override
    public Outcome into(Path copy, Duration patience) throws IOException {
        Path inside = copy.resolve(INSIDE);
        Files.createDirectory(inside);
        Seal.close(inside);
        Optional<List<String>> verification =
                Boolean.TRUE.equals(order.options().verify()) ? tool.verification(place.backup()) : Optional.empty();
        if (verification.isPresent()) {
            Programs.Ended verified = programs.run(OnPath.found(verification.get()), patience);
            if (!verified.well()) {
                return Outcome.failed(name() + " is not whole: " + Told.reason(verified.output()));
            }
        }
        Programs.Ended ended = restore(inside, patience);
        if (!ended.well()) {
            return Outcome.failed(name() + " cannot be restored: " + Told.reason(ended.output()));
        }
        Seal.close(inside);
        tool.settle(inside);
        Optional<SystemId> found = new DataDirectory(inside).control().map(ControlFile::systemId);
        if (!found.equals(Optional.of(upstream.systemId()))) {
            return Outcome.failed(found.map(id -> stranger(id, upstream, name()))
                    .orElse(name() + " has brought no control file: it is no server"));
        }
        raise(inside, copy);
        return Outcome.done(name() + " restored, to stream");
    }

    private Programs.Ended restore(Path inside, Duration patience) {
        List<String> command = tool.restoring(place.backup(), inside, place.tablespaces());
        List<Path> filled = new ArrayList<>(beside());
        filled.add(inside);
        try (Measured _ = Measured.watch(filled, place.backup().bytes(), order.progress())) {
            return programs.run(OnPath.found(command), patience);
        }
    }

    /// Entry by entry, while the copy is sealed; by `PG_VERSION` it is known as a server's.
    private static void raise(Path inside, Path copy) throws IOException {
        for (Path entry : Trees.entries(inside)) {
            if (!entry.endsWith("PG_VERSION")) {
                Trees.move(entry, copy.resolve(entry.getFileName()));
            }
        }
        Trees.move(inside.resolve("PG_VERSION"), copy.resolve("PG_VERSION"));
        Trees.delete(inside);
    }

    @Override
    public Map<String, String> untilItStreams() {
        return Map.of("restore_command", tool.restoreCommand(place.dataDirectory()));
    }
}
