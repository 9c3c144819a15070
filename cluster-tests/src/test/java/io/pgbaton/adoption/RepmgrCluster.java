package io.pgbaton.adoption;

import static org.awaitility.Awaitility.await;

import io.pgbaton.fleet.postgres.PostgresBinaries;
import io.pgbaton.fleet.postgres.ServerProcesses;
import io.pgbaton.fleet.process.Command;
import io.pgbaton.fleet.process.Folders;
import io.pgbaton.fleet.process.FreePort;
import io.pgbaton.fleet.process.OsUser;
import io.pgbaton.fleet.process.ProcessId;
import io.pgbaton.fleet.process.Program;
import io.pgbaton.fleet.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Primary (1), standby (2) and witness (3), made by the commands of the repmgr package as a person types them, with a
/// repmgrd beside each.
final class RepmgrCluster implements AutoCloseable {

    static final int PRIMARY = 1;
    static final int STANDBY = 2;
    static final int WITNESS = 3;
    static final List<Integer> NODES = List.of(PRIMARY, STANDBY, WITNESS);

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final PostgresBinaries binaries = PostgresBinaries.find();
    private final OsUser user = OsUser.forServers();
    private final Map<Integer, ProcessId> daemons = new HashMap<>();
    private final Path folder;
    private final List<Integer> ports =
            IntStream.rangeClosed(0, 3).mapToObj(_ -> FreePort.next()).toList();

    RepmgrCluster() throws IOException {
        // the servers' user cannot reach every temporary folder
        folder = Files.createTempDirectory(Path.of("/var/tmp"), "pgbaton-adopt-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        user.own(folder);
        for (int node : NODES) {
            write(conf(node), repmgrConf(node));
        }
    }

    void make() throws IOException {
        initdb(PRIMARY);
        start(PRIMARY);
        createRole(PRIMARY);
        repmgr(PRIMARY, "primary", "register");
        repmgr(
                STANDBY,
                "standby",
                "clone",
                "-c",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port(PRIMARY)),
                "-U",
                "repmgr",
                "-d",
                "repmgr");
        start(STANDBY);
        repmgr(STANDBY, "standby", "register");
        initdb(WITNESS);
        start(WITNESS);
        createRole(WITNESS);
        repmgr(WITNESS, "witness", "register", "-h", "127.0.0.1", "-p", Integer.toString(port(PRIMARY)));
        NODES.forEach(this::startRepmgrd);
    }

    Path folder() {
        return folder;
    }

    OsUser user() {
        return user;
    }

    Path conf(int node) {
        return folder.resolve("repmgr" + node + ".conf");
    }

    Path data(int node) {
        return folder.resolve("n" + node);
    }

    int port(int node) {
        return ports.get(node);
    }

    String repmgr(int node, String... words) {
        List<String> command = new ArrayList<>(
                List.of(binaries.program("repmgr"), "-f", conf(node).toString()));
        command.addAll(List.of(words));
        return Command.run(PATIENCE, user.command(command));
    }

    void startRepmgrd(int node) {
        Program repmgrd = new Program(
                List.of(binaries.program("repmgrd"), "-f", conf(node).toString(), "--daemonize=false"),
                Map.of(),
                folder.resolve("repmgrd.log"));
        daemons.put(node, repmgrd.start(user));
        await("a repmgrd").atMost(PATIENCE).ignoreExceptions().until(() -> repmgrdRuns(node));
    }

    boolean repmgrdRuns(int node) {
        return query(node, "SELECT coalesce(repmgr.repmgrd_is_running(), false)")
                .equals("t");
    }

    void stopRepmgrd(int node) {
        Optional.ofNullable(daemons.remove(node)).ifPresent(daemon -> Signal.TERM.sendTo(daemon.pid()));
        await("the end of a repmgrd").atMost(PATIENCE).until(() -> !repmgrdRuns(node));
    }

    /// The moment at which each node's postmaster was started.
    List<String> startTimes(List<Integer> nodes) {
        return nodes.stream()
                .map(node -> query(node, "SELECT pg_postmaster_start_time()"))
                .toList();
    }

    /// Brings a killed primary back as a standby of `primary`, as repmgr's manual has it.
    void rejoin(int node, int primary) {
        repmgr(
                node,
                "node",
                "rejoin",
                "-d",
                "host=127.0.0.1 port=" + port(primary) + " user=repmgr dbname=repmgr",
                "--force-rewind");
    }

    void kill(int node) {
        Signal.KILL.sendTo(new ServerProcesses(data(node)).all());
    }

    void start(int node) {
        pgCtl(
                "start",
                "-D",
                data(node).toString(),
                "-w",
                "-l",
                folder.resolve("n" + node + ".log").toString(),
                "-o",
                "-p " + port(node) + " -k " + folder);
    }

    private void pgCtl(String... words) {
        List<String> command = new ArrayList<>(List.of(binaries.program("pg_ctl")));
        command.addAll(List.of(words));
        Command.run(PATIENCE, user.command(command));
    }

    String query(int node, String sql) {
        String url = "jdbc:postgresql://127.0.0.1:" + port(node) + "/repmgr?user=repmgr&connectTimeout=5";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(sql + " on node " + node + ": " + e.getMessage(), e);
        }
    }

    private void createRole(int node) {
        Command.run(
                PATIENCE,
                user.command(List.of(
                        binaries.program("createuser"),
                        "-h",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port(node)),
                        "-U",
                        "postgres",
                        "--superuser",
                        "--replication",
                        "repmgr")));
        Command.run(
                PATIENCE,
                user.command(List.of(
                        binaries.program("createdb"),
                        "-h",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port(node)),
                        "-U",
                        "postgres",
                        "-O",
                        "repmgr",
                        "repmgr")));
    }

    private void initdb(int node) throws IOException {
        Command.run(
                PATIENCE,
                user.command(List.of(
                        binaries.program("initdb"),
                        "-D",
                        data(node).toString(),
                        "-U",
                        "postgres",
                        "-A",
                        "trust",
                        "--no-sync")));
        Files.writeString(
                data(node).resolve("postgresql.conf"), """
                listen_addresses = '127.0.0.1'
                shared_preload_libraries = 'repmgr'
                shared_buffers = '16MB'
                port = %d
                unix_socket_directories = '%s'
                wal_log_hints = on
                wal_keep_size = '128MB'
                """.formatted(port(node), folder), StandardOpenOption.APPEND);
    }

    private String repmgrConf(int node) {
        return """
                node_id=%1$d
                node_name='n%1$d'
                conninfo='host=127.0.0.1 port=%2$d user=repmgr dbname=repmgr connect_timeout=2'
                data_directory='%3$s'
                pg_bindir='%4$s'
                priority=%5$d
                failover=automatic
                promote_command='%4$s/repmgr standby promote -f %6$s'
                follow_command='%4$s/repmgr standby follow -f %6$s --upstream-node-id=%%n'
                monitor_interval_secs=1
                reconnect_attempts=3
                reconnect_interval=1
                witness_sync_interval=1
                repmgrd_pid_file='%7$s/repmgrd%1$d.pid'
                """.formatted(node, port(node), data(node), binaries.folder(), 100 + node, conf(node), folder);
    }

    private void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        user.own(file);
    }

    /// Ends and removes everything, in whatever state it is.
    @Override
    public void close() {
        await("the end of everything").atMost(PATIENCE).until(() -> {
            Signal.KILL.sendTo(processes());
            NODES.forEach(this::kill);
            return processes().isEmpty()
                    && NODES.stream()
                            .allMatch(node ->
                                    new ServerProcesses(data(node)).all().isEmpty());
        });
        Folders.delete(folder);
    }

    /// Everything whose command line names the folder: repmgrd, guards, agents, services.
    private List<Long> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(words -> String.join(" ", words).contains(folder.toString()))
                        .orElse(false))
                .map(ProcessHandle::pid)
                .filter(pid -> pid != ProcessHandle.current().pid())
                .collect(Collectors.toList());
    }
}
