package io.pgbaton.fleet.pooler;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.folder.FleetFolder;
import io.pgbaton.fleet.folder.Secrets;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.process.ProcessId;
import io.pgbaton.fleet.process.Program;
import io.pgbaton.fleet.process.Signal;
import io.pgbaton.fleet.run.Fleet;
import io.pgbaton.fleet.run.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/// A PgBouncer in transaction pooling, driven by the agent of one node of a fleet that is up: as docs/installing.md
/// says, with lines in that agent's configuration. `close` ends it and takes the lines back.
public final class PgBouncer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PROGRAM = "pgbouncer";

    private final Fleet fleet;
    private final NodePlan beside;
    private final Path folder;
    private final String confBefore;

    private PgBouncer(Fleet fleet, NodePlan beside) {
        this.fleet = fleet;
        this.beside = beside;
        this.folder = fleet.folder().root().resolve(PROGRAM);
        this.confBefore = read(fleet.folder().agentConf(beside));
    }

    /// The installed program; empty when there is none.
    public static Optional<Path> program() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(directory -> Path.of(directory, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Runs one and has the agent of `beside`, a standby, drive it: that agent starts anew, and does so without a
    /// failover. Answers when its clients reach the primary.
    public static PgBouncer beside(Fleet fleet, NodePlan beside) {
        Path program = program()
                .orElseThrow(() -> new FleetException(
                        "needs PgBouncer (looked at the PATH and /usr/sbin): install the package pgbouncer"));
        PgBouncer pooler = new PgBouncer(fleet, beside);
        try {
            pooler.configure();
            fleet.start(
                    pooler.part(),
                    new Program(
                            List.of(
                                    program.toString(),
                                    pooler.folder.resolve("pgbouncer.ini").toString()),
                            Map.of(),
                            pooler.folder.resolve("pgbouncer.log")));
            pooler.driveBy(pooler.confBefore + pooler.agentLines());
            if (!Deadline.in(PATIENCE).await(pooler::reachesPrimary)) {
                throw new FleetException("clients do not reach the primary through PgBouncer: see "
                        + pooler.folder.resolve("pgbouncer.log") + " and "
                        + fleet.folder().agentLog(beside));
            }
            return pooler;
        } catch (RuntimeException e) {
            pooler.close();
            throw e;
        }
    }

    /// As the client `app`, through the pool; it waits as long as clients that are held have to.
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", Secrets.APP);
        properties.setProperty("password", fleet.secrets().app());
        properties.setProperty("socketTimeout", Long.toString(PATIENCE.toSeconds()));
        properties.setProperty("loginTimeout", Long.toString(PATIENCE.toSeconds()));
        // a statement prepared on one server connection is not there on the next
        properties.setProperty("prepareThreshold", "0");
        return DriverManager.getConnection(
                "jdbc:postgresql://" + beside.host() + ":" + fleet.plan().poolerPort() + "/" + Secrets.APP, properties);
    }

    /// Its clients lose their connections.
    public void kill() {
        send(Signal.KILL);
    }

    /// Its connections stay open and nothing answers.
    public void hang() {
        send(Signal.STOP);
    }

    @Override
    public void close() {
        kill();
        driveBy(confBefore);
    }

    private void send(Signal signal) {
        fleet.process(part()).map(ProcessId::pid).ifPresent(pid -> signal.sendTo(List.of(pid)));
    }

    /// On the host of the node it stands beside.
    private String part() {
        return PROGRAM + " " + beside.label();
    }

    private void configure() {
        FleetFolder files = fleet.folder();
        try {
            Files.createDirectories(folder);
            write("databases.ini", "[databases]\n");
            write(
                    "userlist.txt",
                    user(Secrets.APP, fleet.secrets().app())
                            + user(Secrets.SUPERUSER, fleet.secrets().superuser()));
            Files.setPosixFilePermissions(folder.resolve("userlist.txt"), PosixFilePermissions.fromString("rw-------"));
            write("pgbouncer.ini", """
                    %%include %s
                    [pgbouncer]
                    listen_addr = %s
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = scram-sha-256
                    auth_file = %s
                    admin_users = %s
                    pool_mode = transaction
                    default_pool_size = 10
                    ignore_startup_parameters = extra_float_digits
                    server_login_retry = 1
                    """.formatted(
                            databases(),
                            beside.host(),
                            fleet.plan().poolerPort(),
                            folder.resolve("userlist.txt"),
                            Secrets.SUPERUSER));
            fleet.own(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set PgBouncer up in " + files.root(), e);
        }
    }

    private Path databases() {
        return folder.resolve("databases.ini");
    }

    private String agentLines() {
        return """
                pgbouncer = 'host=%s port=%d user=%s dbname=pgbouncer'
                pgbouncer_database_file = '%s'
                pgbouncer_databases = '%s'
                """.formatted(beside.host(), fleet.plan().poolerPort(), Secrets.SUPERUSER, databases(), Secrets.APP);
    }

    /// The guard starts the agent again, which reads its configuration.
    private void driveBy(String conf) {
        try {
            Files.writeString(fleet.folder().agentConf(beside), conf);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the configuration of " + beside.label(), e);
        }
        if (fleet.host(beside).agentRuns()) {
            fleet.host(beside).kill(Target.AGENT);
        }
    }

    private boolean reachesPrimary() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_is_in_recovery()")) {
            return row.next() && !row.getBoolean(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static String user(String name, String password) {
        return "\"" + name + "\" \"" + password + "\"\n";
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
