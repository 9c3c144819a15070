package io.pgbaton.agent.copy;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.config.Conninfo;
import io.pgbaton.agent.postgres.ConfigFiles;
import io.pgbaton.agent.postgres.DataDirectory;
import io.pgbaton.agent.postgres.Postgres.Outcome;
import io.pgbaton.agent.postgres.Programs;
import io.pgbaton.agent.postgres.Words;
import io.pgbaton.contracts.Copying;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Fills the data directory with a copy of another server. At no moment does a directory that is not whole stand
/// anywhere where it could be started.
public final class Copier {

    private final AgentConfig.Server config;
    private final DataDirectory directory;
    private final Programs programs;

    public Copier(AgentConfig.Server config, DataDirectory directory, Programs programs) {
        this.config = config;
        this.directory = directory;
        this.programs = programs;
    }

    /// What to copy, what to keep of the old directory, and who hears of the progress.
    public record Order(Conninfo source, Optional<ConfigFiles> kept, Consumer<Copying> progress) {}

    /// In place of the data directory. Nothing is replaced before the copy is whole.
    public Outcome take(Order order, Duration patience) {
        try {
            CopySite site = CopySite.of(directory.path());
            if (!directory.isEmpty() && !directory.hasServer() && !isHalfCopy(directory)) {
                return Outcome.failed(directory.path() + " is neither empty nor a server's: empty it");
            }
            Leftovers.end(site.copy());
            site.prepare();
            Pace pace = new Pace();
            Programs.Ended ended = programs.run(
                    BaseBackup.command(
                            order, site.copy(), Words.split(config.replication().baseBackupOptions())),
                    patience,
                    line -> {
                        Copying now = pace.read(line, System.nanoTime());
                        if (now != null) {
                            order.progress().accept(now);
                        }
                    });
            if (!ended.well()) {
                site.clear();
                return Outcome.failed("pg_basebackup: " + ended.lastLine());
            }
            if (order.kept().isPresent()) {
                order.kept().get().writeInto(site.copy());
            }
            new DataDirectory(site.copy()).keepStandbySignal();
            Seal.open(site.copy());
            site.putInPlace();
            return Outcome.done("base backup taken");
        } catch (IOException | UncheckedIOException e) {
            return Outcome.failed("the copy cannot be put in place: " + e);
        }
    }

    /// What an agent left that ended in the middle of a copy.
    public enum Found {
        NOTHING,
        HALF,
        WHOLE
    }

    /// Removes half a copy, and puts a whole one in its place.
    public Found finish() throws IOException {
        CopySite site = CopySite.of(directory.path());
        Leftovers.end(site.copy());
        if (site.isWhole()) {
            site.putInPlace();
            return Found.WHOLE;
        }
        boolean half = Files.exists(site.copy());
        site.clear();
        return half ? Found.HALF : Found.NOTHING;
    }

    /// Not empty, and nobody's but ours: a copy was made inside of it.
    public static boolean isHalfCopy(DataDirectory directory) {
        return directory.path().resolve(CopySite.COPY).toFile().isDirectory()
                || directory.path().resolve(CopySite.REPLACED).toFile().isDirectory();
    }
}
