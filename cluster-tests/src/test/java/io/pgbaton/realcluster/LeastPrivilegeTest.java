package io.pgbaton.realcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgbaton.fleet.process.Folders;
import io.pgbaton.fleet.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// Three agents whose role has what `primary register --create-roles` gives it, and nothing else: the superuser cannot
/// log in any more. They promote, follow, fail over, rewind and clone.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LeastPrivilegeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String PASSWORD = "least-privilege";

    private static Sandbox sandbox;

    @BeforeAll
    static void bringAClusterUp() throws IOException, InterruptedException {
        sandbox = Sandbox.up("--clusters", "1", "--standbys", "2");
        for (int node = 1; node <= 3; node++) {
            Path conf = sandbox.agentConf(node);
            Files.writeString(conf, Files.readString(conf).replace("user=pgbaton ", "user=baton "));
        }
        Files.writeString(sandbox.passfile(), "*:*:*:baton:" + PASSWORD + "\n", StandardOpenOption.APPEND);
    }

    @AfterAll
    static void takeItDown() throws IOException, InterruptedException {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    private static Sandbox.Ended pgbaton(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--cluster", "orders"));
        return sandbox.pgbaton(all.toArray(String[]::new));
    }

    private static Sandbox.Ended succeeds(String... words) throws IOException, InterruptedException {
        Sandbox.Ended ended = pgbaton(words);
        assertThat(ended.status()).as(ended.errors() + ended.output()).isZero();
        return ended;
    }

    private static void awaitAllWell() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Sandbox.Ended shown = pgbaton("cluster", "show");
            assertThat(shown.status()).as(shown.output() + shown.errors()).isZero();
            assertThat(shown.output().lines().filter(line -> line.contains("running")))
                    .hasSize(3);
        });
    }

    private static Connection connect(int node, String user) throws SQLException {
        System.setProperty("org.postgresql.pgpassfile", sandbox.passfile().toString());
        return DriverManager.getConnection(sandbox.serverUrl(node) + "?user=" + user);
    }

    private static void execute(int node, String user, String sql) throws SQLException {
        try (Connection connection = connect(node, user);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int primary() throws IOException, InterruptedException {
        return sandbox.get(sandbox.page("/api/v1/clusters/orders"))
                .get("primary")
                .asInt();
    }

    private static void killHost(int node) throws IOException, InterruptedException {
        sandbox.run("kill", "orders/n" + node, "--what", "host");
    }

    private static void start(int node) throws IOException, InterruptedException {
        sandbox.run("start", "orders/n" + node);
    }

    private static long guard(int node) throws IOException {
        return Files.readAllLines(sandbox.agentState(node).resolve("guard.pid")).stream()
                .filter(line -> line.startsWith("pid="))
                .map(line -> Long.valueOf(line.substring("pid=".length())))
                .findFirst()
                .orElseThrow();
    }

    private static void createRoles() throws IOException, InterruptedException {
        succeeds(
                "primary",
                "register",
                "--create-roles",
                "-f",
                sandbox.agentConf(1).toString(),
                "--superuser-conninfo",
                "host=127.0.0.1 port=" + sandbox.serverPort(1) + " user=pgbaton dbname=postgres passfile="
                        + sandbox.passfile());
    }

    @Test
    @Order(1)
    void theRoleIsMadeOnceAndAgainAndOnThePrimaryOnly() throws IOException, InterruptedException, SQLException {
        createRoles();
        createRoles();
        execute(1, "pgbaton", "ALTER ROLE baton PASSWORD '" + PASSWORD + "'");

        Sandbox.Ended standby = pgbaton(
                "primary",
                "register",
                "--create-roles",
                "-f",
                sandbox.agentConf(2).toString(),
                "--superuser-conninfo",
                "host=127.0.0.1 port=" + sandbox.serverPort(2) + " user=pgbaton dbname=postgres passfile="
                        + sandbox.passfile());
        assertThat(standby.errors()).contains("this server is a standby").hasLineCount(1);
        assertThat(standby.status()).isEqualTo(7);
    }

    /// The agents read their configuration again; from then on nobody else can log in.
    @Test
    @Order(2)
    void agentsGoOnWithIt() throws IOException, SQLException, InterruptedException {
        for (int node = 1; node <= 3; node++) {
            Signal.HUP.sendTo(List.of(guard(node)));
        }
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(succeeds("cluster", "show").output().split("user=baton", -1))
                                .hasSize(4));
        execute(1, "pgbaton", "ALTER ROLE pgbaton NOLOGIN");
        try (Connection connection = connect(1, "baton");
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")) {
            row.next();
            assertThat(row.getBoolean(1)).isFalse();
        }
        awaitAllWell();
    }

    @Test
    @Order(3)
    void theyPromoteFollowReloadAndCheckpoint() throws IOException, InterruptedException {
        succeeds("standby", "switchover", "--to", "n2");
        awaitAllWell();
        succeeds("node", "service", "--action=checkpoint", "--node-id", "2");
        succeeds("node", "service", "--action=reload", "--node-id", "3");
    }

    /// Its WAL senders stand still while it writes on: nobody receives that, so the lost primary has to be rewound.
    @Test
    @Order(4)
    void theyFailOverAndRewindTheLostPrimary() throws IOException, InterruptedException, SQLException {
        try (Connection connection = connect(2, "baton");
                var statement = connection.createStatement()) {
            List<Long> senders = new ArrayList<>();
            try (var rows = statement.executeQuery("SELECT pid FROM pg_stat_replication")) {
                while (rows.next()) {
                    senders.add(rows.getLong(1));
                }
            }
            Signal.STOP.sendTo(senders);
            statement.execute("SELECT pg_logical_emit_message(true, 'test', repeat('x', 1000000))");
        }
        killHost(2);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(primary()).isNotEqualTo(2));

        start(2);

        awaitAllWell();
        assertThat(succeeds("cluster", "event", "--event", "node_rejoin", "--node-id", "2")
                        .output())
                .contains("rewound: ");
    }

    @Test
    @Order(5)
    void theyClone() throws IOException, InterruptedException {
        int standby = primary() == 3 ? 1 : 3;
        killHost(standby);
        Folders.delete(sandbox.dataDirectory(standby));
        start(standby);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                pgbaton("standby", "clone", "--node-id", Integer.toString(standby), "--dry-run")
                                        .status())
                        .isZero());
        succeeds("standby", "clone", "--node-id", Integer.toString(standby));
        awaitAllWell();
    }
}
