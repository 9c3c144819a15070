package io.pgbaton.agent.postgres;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.config.Conninfo;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server through `pg_ctl`, SQL and `pg_rewind`.
public final class LocalPostgres implements Postgres {

    private static final Logger LOG = LoggerFactory.getLogger(LocalPostgres.class);
    private static final Duration REAP_PATIENCE = Duration.ofSeconds(15);
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);

    private final AgentConfig config;
    private final DataDirectory directory;
    private final ServerProcesses processes;
    private final Programs programs;
    private final Starter starter;
    private final Sessions sessions;
    private String raised = "";

    public LocalPostgres(
            AgentConfig config,
            DataDirectory directory,
            ServerProcesses processes,
            Programs programs,
            Starter starter) {
        this.config = config;
        this.directory = directory;
        this.processes = processes;
        this.programs = programs;
        this.starter = starter;
        this.sessions = new Sessions(config.server().replication().passfile());
    }

    /// PostgreSQL's programs as `config` wants them called.
    public static Programs programs(AgentConfig config) {
        Map<String, String> environment = config.server()
                .replication()
                .passfile()
                .map(file -> Map.of("PGPASSFILE", file.toString()))
                .orElse(Map.of());
        return new Programs(config.server().binaries(), environment);
    }

    @Override
    public Outcome start(Duration patience) {
        if (processes.postmaster().isPresent()) {
            return Outcome.done("it runs already");
        }
        // orphans of a killed postmaster keep its shared memory: a start fails until they are gone
        if (!processes.kill(KILL_PATIENCE)) {
            return Outcome.failed("processes of an earlier server cannot be killed");
        }
        if (!processes.awaitReaped(REAP_PATIENCE)) {
            return Outcome.failed("the killed postmaster is a zombie: its parent process does not reap it");
        }
        try {
            directory.keepStandbySignal();
        } catch (IOException e) {
            return Outcome.failed("the data directory cannot be written: " + e.getMessage());
        }
        Outcome first = startWith(raised, patience);
        if (first.done()) {
            return first;
        }
        raised = new StandbyMinimums(programs, directory.path().toString()).options();
        if (raised.isEmpty()) {
            return first;
        }
        LOG.warn("the server starts with {}: a standby needs at least what its primary had", raised);
        return startWith(raised, patience);
    }

    private Outcome startWith(String options, Duration patience) {
        Path log = config.local().stateDirectory().resolve("postgresql.log");
        String seconds = Long.toString(Math.max(1, patience.toSeconds()));
        List<String> command = new ArrayList<>(List.of("pg_ctl", "start", "-w", "-t", seconds));
        command.addAll(List.of("-D", directory.path().toString(), "-l", log.toString()));
        command.addAll(Words.split(config.server().ctlOptions()));
        if (!options.isEmpty()) {
            command.addAll(List.of("-o", options));
        }
        Programs.Ended ended = starter.run(command, patience.plusSeconds(2));
        // long recovery: it has not come up in time, and is on its way
        return processes.postmaster().isPresent()
                ? Outcome.done("started")
                : Outcome.failed("pg_ctl start: " + ended.lastLine() + " (see " + log + ")");
    }

    @Override
    public Outcome stopCleanly(Duration patience) {
        if (processes.postmaster().isEmpty()) {
            return kill(KILL_PATIENCE);
        }
        String seconds = Long.toString(Math.max(1, patience.toSeconds()));
        Programs.Ended ended = programs.run(
                List.of(
                        "pg_ctl",
                        "stop",
                        "-m",
                        "fast",
                        "-w",
                        "-t",
                        seconds,
                        "-D",
                        directory.path().toString()),
                patience.plusSeconds(2));
        Outcome gone = kill(KILL_PATIENCE);
        return ended.well() || !gone.done() ? gone : Outcome.failed("pg_ctl stop: " + ended.lastLine() + "; killed");
    }

    @Override
    public void stopFast(Duration patience) {
        long started = System.nanoTime();
        processes.postmaster().ifPresent(found -> {
            programs.run(List.of("pg_ctl", "kill", "INT", Long.toString(found.pid())), patience);
            Pause.until(() -> processes.postmaster().isEmpty(), patience.minusNanos(System.nanoTime() - started), 5);
        });
    }

    @Override
    public Outcome kill(Duration patience) {
        return processes.kill(patience)
                ? Outcome.done("no process of the data directory is left")
                : Outcome.failed("processes of the data directory outlive being killed");
    }

    @Override
    public Connection connect(Duration deadline) throws SQLException {
        return sessions.open(config.node().conninfo(), deadline);
    }

    @Override
    public void promote(Connection open) throws SQLException {
        try (Statement statement = open.createStatement()) {
            statement.execute("SELECT pg_promote(wait => false)");
        }
    }

    @Override
    public void reload() throws SQLException {
        execute("SELECT pg_reload_conf()", config.timing().hang());
    }

    @Override
    public void checkpoint(Duration deadline) throws SQLException {
        execute("CHECKPOINT", deadline);
    }

    private void execute(String sql, Duration deadline) throws SQLException {
        try (Connection connection = connect(deadline);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void configure(Map<String, String> settings) throws SQLException, IOException {
        if (processes.postmaster().isEmpty()) {
            directory.autoConf().set(settings);
            return;
        }
        try (Connection connection = connect(config.timing().hang());
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                statement.execute(
                        "ALTER SYSTEM SET " + setting.getKey() + " = '" + AutoConf.escaped(setting.getValue()) + "'");
            }
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    @Override
    public void forget(String setting) throws SQLException, IOException {
        if (processes.postmaster().isEmpty()) {
            directory.autoConf().forget(setting);
            return;
        }
        try (Connection connection = connect(config.timing().hang());
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM RESET " + setting);
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    @Override
    public Outcome rewind(Conninfo source, Duration patience) {
        Programs.Ended ended = programs.run(
                List.of("pg_rewind", "-D", directory.path().toString(), "--source-server", source.written()), patience);
        return ended.well() ? Outcome.done(ended.lastLine()) : Outcome.failed("pg_rewind: " + ended.lastLine());
    }
}
