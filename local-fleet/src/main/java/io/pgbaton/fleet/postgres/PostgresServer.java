package io.pgbaton.fleet.postgres;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.process.Command;
import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.process.Folders;
import io.pgbaton.fleet.process.FreePort;
import io.pgbaton.fleet.process.OsUser;
import io.pgbaton.fleet.process.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One real PostgreSQL server: its data directory, port and log in a folder of its own. Every client is trusted;
/// the superuser and the database are called `postgres`. Ready to be replicated, rewound and killed.
public final class PostgresServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration REAPING_PATIENCE = Duration.ofSeconds(15);

    /// `fsync` is on: what a killed server keeps is part of what is tested.
    private static final String SETTINGS = """
            listen_addresses = '127.0.0.1'
            wal_level = replica
            hot_standby = on
            wal_log_hints = on
            max_wal_senders = 10
            max_replication_slots = 10
            wal_keep_size = '128MB'
            shared_buffers = '16MB'
            wal_receiver_status_interval = '1s'
            wal_retrieve_retry_interval = '200ms'
            restart_after_crash = off
            log_line_prefix = '%m [%p] '
            """;

    private final PostgresBinaries binaries;
    private final OsUser user;
    private final Path folder;
    private final int port;

    private PostgresServer(PostgresBinaries binaries, OsUser user, Path folder, int port) {
        this.binaries = binaries;
        this.user = user;
        this.folder = folder;
        this.port = port;
    }

    /// A server that is to live in `folder` on a free port; neither initialised nor started.
    public static PostgresServer in(Path folder) {
        return in(folder, FreePort.next());
    }

    public static PostgresServer in(Path folder, int port) {
        OsUser user = OsUser.forServers();
        Folders.create(folder);
        user.own(folder);
        return new PostgresServer(PostgresBinaries.find(), user, realPathOf(folder), port);
    }

    /// A server in a temporary folder, initialised and started. `close` removes it.
    public static PostgresServer running() {
        PostgresServer server = in(Folders.temporary("postgres"));
        try {
            server.initdb();
            server.start();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /// Fills the data directory; the server is not started. `settings` are lines for `postgresql.conf`.
    public void initdb(String... settings) {
        run(
                "initdb",
                "-D",
                dataDirectory().toString(),
                "--no-sync",
                "-A",
                "trust",
                "-U",
                "postgres",
                "-E",
                "UTF8",
                "--locale=C");
        List<String> lines = new ArrayList<>(SETTINGS.lines().toList());
        lines.addAll(Arrays.asList(settings));
        try {
            Files.write(dataDirectory().resolve("postgresql.conf"), lines, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot configure " + dataDirectory(), e);
        }
    }

    /// Fills the data directory with a base backup of `upstream`, from which it will stream once started.
    public void cloneFrom(PostgresServer upstream) {
        run(
                "pg_basebackup",
                "-D",
                dataDirectory().toString(),
                "-d",
                upstream.conninfo(),
                "-X",
                "stream",
                "-c",
                "fast",
                "-R",
                "--no-sync");
    }

    /// Starts it and waits until it accepts connections (a standby: until it is consistent).
    public void start() {
        processes().awaitReaped(REAPING_PATIENCE);
        try {
            run(
                    "pg_ctl",
                    "-D",
                    dataDirectory().toString(),
                    "-l",
                    log().toString(),
                    "-o",
                    postgresOptions(),
                    "-w",
                    "-t",
                    Long.toString(PATIENCE.toSeconds()),
                    "start");
        } catch (FleetException e) {
            throw new FleetException(e.getMessage() + "\n" + Folders.lastLinesOf(log(), 10), e);
        }
    }

    /// What the server gets on its command line: port and socket folder are not in `postgresql.conf`, so that a
    /// clone of the data directory can run beside the original.
    public String postgresOptions() {
        return "-p " + port + " -k " + folder;
    }

    public void stop(StopMode mode) {
        if (isRunning()) {
            run("pg_ctl", "-D", dataDirectory().toString(), "-m", mode.option(), "-w", "stop");
        }
    }

    /// SIGKILL to the postmaster alone; its backends notice and end by themselves.
    public void killPostmaster() {
        processes().postmaster().ifPresent(Signal.KILL::sendTo);
    }

    /// SIGKILL to every process of the server, and the wait until all are gone.
    public void killAll() {
        boolean gone = Deadline.in(PATIENCE).await(() -> {
            processes().signalAll(Signal.KILL);
            return processes().all().isEmpty();
        });
        if (!gone) {
            throw new FleetException("processes of " + dataDirectory() + " do not end");
        }
    }

    /// SIGSTOP to every process: connections stay open and nothing answers.
    public void pause() {
        processes().signalAll(Signal.STOP);
    }

    public void resume() {
        processes().signalAll(Signal.CONT);
    }

    public boolean isRunning() {
        return processes().postmaster().isPresent();
    }

    public ServerProcesses processes() {
        return new ServerProcesses(dataDirectory());
    }

    public PostgresBinaries binaries() {
        return binaries;
    }

    public OsUser user() {
        return user;
    }

    public Path dataDirectory() {
        return folder.resolve("data");
    }

    public Path log() {
        return folder.resolve("postgres.log");
    }

    public int port() {
        return port;
    }

    public String jdbcUrl() {
        return jdbcUrl("postgres");
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    public String conninfo() {
        return "host=127.0.0.1 port=" + port + " user=postgres dbname=postgres connect_timeout=2";
    }

    /// A new, empty database; answers its JDBC URL.
    public String createDatabase(String name) {
        execute("CREATE DATABASE " + name);
        return jdbcUrl(name);
    }

    public void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new FleetException("\"" + sql + "\" failed: " + e.getMessage(), e);
        }
    }

    /// The first column of the first row, as text; empty for no row or NULL.
    public String query(String sql) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            String value = rows.next() ? rows.getString(1) : null;
            return value == null ? "" : value;
        } catch (SQLException e) {
            throw new FleetException("\"" + sql + "\" failed: " + e.getMessage(), e);
        }
    }

    /// Kills it and removes its folder.
    @Override
    public void close() {
        killAll();
        Folders.delete(folder);
    }

    private void run(String program, String... options) {
        List<String> words = new ArrayList<>(List.of(binaries.program(program)));
        words.addAll(Arrays.asList(options));
        Command.run(PATIENCE.plusSeconds(10), user.command(words));
    }

    private static Path realPathOf(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot enter " + folder, e);
        }
    }
}
