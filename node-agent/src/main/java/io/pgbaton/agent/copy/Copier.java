package io.pgbaton.agent.copy;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.config.Conninfo;
import io.pgbaton.agent.postgres.ConfigFiles;
import io.pgbaton.agent.postgres.DataDirectory;
import io.pgbaton.agent.postgres.Postgres.Outcome;
import io.pgbaton.agent.postgres.Programs;
import io.pgbaton.agent.postgres.Sessions;
import io.pgbaton.agent.postgres.Words;
import io.pgbaton.contracts.CloneOptions;
import io.pgbaton.contracts.Copying;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Fills the data directory with a copy of another server. At no moment does a directory that is not whole stand
/// anywhere where it could be started.
public final class Copier {

    private final AgentConfig.Cloning config;
    private final DataDirectory directory;
    private final Programs programs;
    private final SourceFiles files;
    private final Outlying outlying;

    public Copier(AgentConfig config, DataDirectory directory, Programs programs) {
        this.config = config.server().replication().cloning();
        this.directory = directory;
        this.programs = programs;
        this.files = new SourceFiles(new Sessions(config.server().replication().passfile()));
        this.outlying = new Outlying(config.local().stateDirectory());
    }

    /// What to copy, how, what to keep of the old directory, and who hears of the progress.
    public record Order(Source source, CloneOptions options, Optional<ConfigFiles> kept, Consumer<Copying> progress) {}

    /// The same server for queries and for its log.
    public record Source(Conninfo server, Conninfo streaming) {}

    /// In place of the data directory. Nothing is replaced before the copy is whole.
    public Outcome take(Order order, Duration patience) {
        try {
            CopySite site = CopySite.of(directory.path());
            if (!directory.isEmpty() && !directory.hasServer() && !isHalfCopy(directory)) {
                return Outcome.failed(directory.path() + " is neither empty nor a server's: empty it");
            }
            Leftovers.end(site.copy());
            Optional<ExternalConfiguration> external = externalFiles(order);
            BaseBackup backup = new BaseBackup(order, Words.split(config.baseBackupOptions()), config.tablespaces());
            outlying.begin(filledBeside(backup));
            site.prepare();
            Outcome made = run(backup.command(site.copy()), order, patience)
                    .or(() -> verify(order, site.copy(), patience))
                    .orElse(Outcome.done("base backup taken"));
            if (!made.done()) {
                // the part of pg_basebackup that fetches the log outlives the one that was killed
                Leftovers.end(site.copy());
                site.clear();
                outlying.clear();
                return made;
            }
            finish(site, order, external);
            return made;
        } catch (SQLException e) {
            return Outcome.failed("the server to copy does not say what it consists of: " + e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            return Outcome.failed("the copy cannot be made: " + e.getMessage());
        }
    }

    private void finish(CopySite site, Order order, Optional<ExternalConfiguration> external) throws IOException {
        if (external.isPresent()) {
            external.get().writeBeside(site.copy());
        }
        if (order.kept().isPresent()) {
            order.kept().get().writeInto(site.copy());
        }
        new DataDirectory(site.copy()).keepStandbySignal();
        outlying.done();
        Seal.open(site.copy());
        site.putInPlace();
    }

    private Optional<ExternalConfiguration> externalFiles(Order order) throws SQLException {
        CloneOptions.ExternalFiles where = order.options().externalFiles();
        return where == null
                ? Optional.empty()
                : Optional.of(new ExternalConfiguration(
                        files.configuration(order.source().server()), where));
    }

    private List<Path> filledBeside(BaseBackup backup) throws SQLException {
        List<Path> filled = new ArrayList<>();
        for (Path place : files.tablespaces(backup.order().source().server())) {
            filled.add(config.tablespaces().getOrDefault(place, place));
        }
        backup.waldir().ifPresent(filled::add);
        return filled;
    }

    /// Empty when it went well.
    private Optional<Outcome> run(List<String> command, Order order, Duration patience) {
        Pace pace = new Pace();
        Programs.Ended ended = programs.run(command, patience, line -> {
            Copying now = pace.read(line, System.nanoTime());
            if (now != null) {
                order.progress().accept(now);
            }
        });
        return failure(command, ended);
    }

    private Optional<Outcome> verify(Order order, Path copy, Duration patience) {
        List<String> command = List.of("pg_verifybackup", copy.toString());
        return Boolean.TRUE.equals(order.options().verify())
                ? failure(command, programs.run(command, patience))
                : Optional.empty();
    }

    private static Optional<Outcome> failure(List<String> command, Programs.Ended ended) {
        return ended.well()
                ? Optional.empty()
                : Optional.of(Outcome.failed(command.getFirst() + ": " + ended.lastLine()));
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
        outlying.clear();
        return half ? Found.HALF : Found.NOTHING;
    }

    /// Not empty, and nobody's but ours: a copy was made inside of it.
    public static boolean isHalfCopy(DataDirectory directory) {
        return directory.path().resolve(CopySite.COPY).toFile().isDirectory()
                || directory.path().resolve(CopySite.REPLACED).toFile().isDirectory();
    }
}
