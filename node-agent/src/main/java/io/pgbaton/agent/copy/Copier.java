package io.pgbaton.agent.copy;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.config.Conninfo;
import io.pgbaton.agent.disk.StateDirectory;
import io.pgbaton.agent.postgres.ConfigFiles;
import io.pgbaton.agent.postgres.DataDirectory;
import io.pgbaton.agent.postgres.Postgres.Outcome;
import io.pgbaton.agent.postgres.Programs;
import io.pgbaton.agent.postgres.Sessions;
import io.pgbaton.agent.postgres.Upstreams;
import io.pgbaton.agent.postgres.Words;
import io.pgbaton.contracts.CloneOptions;
import io.pgbaton.contracts.Copying;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// Fills the data directory with a copy of another server, or from a backup. At no moment does a directory that is not
/// whole stand
/// anywhere where it could be started.
public final class Copier {

    private final AgentConfig.Cloning cloning;
    private final StateDirectory state;
    private final DataDirectory directory;
    private final Programs programs;
    private final Sessions sessions;
    private final SourceFiles files;
    private final Outlying outlying;

    public Copier(AgentConfig config, DataDirectory directory, StateDirectory state, Programs programs) {
        this.cloning = config.server().replication().cloning();
        this.state = state;
        this.directory = directory;
        this.programs = programs;
        this.sessions = new Sessions(config.server().replication().passfile());
        this.files = new SourceFiles(sessions);
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
            state.caughtUp();
            Filling filling = filling(order);
            outlying.begin(filling.beside());
            site.prepare();
            Outcome made = filling.into(site.copy(), patience);
            if (!made.done()) {
                // the part of pg_basebackup that fetches the log outlives the one that was killed, as rsync does Barman
                Leftovers.end(site.copy());
                site.clear();
                outlying.clear();
                return made;
            }
            finish(site, order, external, filling);
            return made;
        } catch (SQLException e) {
            return Outcome.failed("the server to copy does not say what it consists of: " + e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            return Outcome.failed("the copy cannot be made: " + e.getMessage());
        }
    }

    private void finish(CopySite site, Order order, Optional<ExternalConfiguration> external, Filling filling)
            throws IOException {
        if (external.isPresent()) {
            external.get().writeBeside(site.copy(), directory.path());
        }
        if (order.kept().isPresent()) {
            order.kept().get().writeInto(site.copy());
        }
        DataDirectory copy = new DataDirectory(site.copy());
        copy.keepStandbySignal();
        lend(copy, filling.untilItStreams());
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

    /// What the order names, else what is configured.
    private Filling filling(Order order) throws IOException, SQLException {
        CloneOptions.Tool configured =
                cloning.backups().map(AgentConfig.Backups::tool).orElse(CloneOptions.Tool.PG_BASEBACKUP);
        CloneOptions.Tool wanted = Objects.requireNonNullElse(order.options().tool(), configured);
        if (wanted == CloneOptions.Tool.PG_BASEBACKUP) {
            BaseBackup backup = new BaseBackup(order, Words.split(cloning.baseBackupOptions()), cloning.tablespaces());
            return new Streamed(backup, files, programs);
        }
        if (wanted != configured) {
            throw new IOException("agent.conf names no backups of " + wanted.program() + ": set "
                    + (wanted == CloneOptions.Tool.BARMAN ? "barman_server" : "pgbackrest_stanza")
                    + ", or clone with --from " + configured.program());
        }
        return Restored.find(
                cloning.backups().orElseThrow(),
                directory.path(),
                cloning,
                new Restored.Sources(order, new Upstreams(sessions), programs));
    }

    /// A `restore_command` of the server's own stays: it was set on purpose, and reaches the same log.
    private void lend(DataDirectory copy, Map<String, String> settings) throws IOException {
        if (!settings.isEmpty()
                && copy.autoConf().get("restore_command").orElse("").isEmpty()) {
            state.catchingUp();
            copy.autoConf().set(settings);
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
        outlying.clear();
        return half ? Found.HALF : Found.NOTHING;
    }

    /// Not empty, and nobody's but ours: a copy was made inside of it.
    public static boolean isHalfCopy(DataDirectory directory) {
        return directory.path().resolve(CopySite.COPY).toFile().isDirectory()
                || directory.path().resolve(CopySite.REPLACED).toFile().isDirectory();
    }
}
