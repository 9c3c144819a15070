package io.pgbaton.realcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.pgbaton.contracts.Lsn;
import java.io.IOException;
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
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The command line on a real cluster of three: every command, every dry run, and every refusal that a well cluster
/// can give, with its exit code. In this order, since one thing leads to the next.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EveryCommandTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Sandbox sandbox;

    @BeforeAll
    static void bringAClusterUp() throws IOException, InterruptedException {
        sandbox = Sandbox.up("--clusters", "1", "--standbys", "2");
        for (int node = 1; node <= 3; node++) {
            Files.writeString(sandbox.agentConf(node), services(node), StandardOpenOption.APPEND);
        }
    }

    /// As a service manager does: the stop ends when the guard has ended.
    private static String services(int node) throws IOException {
        Path guard = sandbox.agentState(node).resolve("guard.pid");
        String stop = "pid=$(sed -n s/^pid=//p " + guard + "); kill $pid; while kill -0 $pid; do sleep 0.1; done";
        return "agent_service_start_command = '" + String.join(" ", sandbox.command("start", "orders/n" + node)) + "'\n"
                + "agent_service_stop_command = '" + stop + "'\n";
    }

    @AfterAll
    static void takeItDown() throws IOException, InterruptedException {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    private static Sandbox.Ended pgbaton(String command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command.strip().split("\\s+")));
        if (!words.getFirst().equals("fleet") && !words.contains("-f")) {
            words.addAll(List.of("--cluster", "orders"));
        }
        return sandbox.pgbaton(words.toArray(String[]::new));
    }

    private static Sandbox.Ended succeeds(String command) throws IOException, InterruptedException {
        Sandbox.Ended ended = pgbaton(command);
        assertThat(ended.status())
                .as(command + ": " + ended.errors() + ended.output())
                .isZero();
        return ended;
    }

    private static JsonNode view() throws IOException, InterruptedException {
        return succeeds("service status --json").json().get(0);
    }

    private static void awaitAllWell() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Sandbox.Ended shown = pgbaton("cluster show");
            assertThat(shown.status()).as(shown.output()).isZero();
            assertThat(shown.output().lines().filter(line -> line.contains("running")))
                    .hasSize(3);
        });
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(
            strings = {
                "cluster show",
                "cluster show --compact",
                "cluster show --csv",
                "cluster show --json",
                "cluster topology",
                "cluster topology --json",
                "cluster watch --count 1",
                "cluster event",
                "cluster events --limit 3 --compact",
                "cluster event --csv",
                "cluster event --json --node-id 1",
                "cluster history --last 90s",
                "cluster history --csv",
                "cluster history --json",
                "cluster explain --json",
                "cluster what-if",
                "cluster what-if n2 --json",
                "cluster matrix",
                "cluster matrix --csv",
                "cluster crosscheck --json",
                "fleet show",
                "fleet show --csv",
                "fleet show --json",
                "fleet watch --count 1",
                "service status",
                "daemon status",
                "node status --node-id 1",
                "node status --node-id 2 --csv",
                "node status --node-name n2 --json",
                "standby status --node-id 2",
                "node check --node-id 1",
                "node check --node-id 2 --csv",
                "node check --node-id 2 --json",
                "node check --node-id 2 --role",
                "node check --node-id 2 --replication-lag --nagios",
                "node check --node-id 1 --archive-ready",
                "node check --node-id 2 --upstream",
                "node check --node-id 1 --downstream",
                "node check --node-id 1 --slots",
                "node check --node-id 1 --missing-slots",
                "node check --node-id 1 --lease",
                "node check --node-id 3 --repmgrd",
                "node service --list-actions",
            })
    void whatShowsSomethingSaysItOfAWellCluster(String command) throws IOException, InterruptedException {
        assertThat(succeeds(command).output()).isNotBlank();
    }

    @Test
    @Order(2)
    void csvHasRepmgrsColumns() throws IOException, InterruptedException {
        assertThat(succeeds("cluster show --csv").output()).isEqualTo("1,0,0\n2,0,1\n3,0,1\n");
        assertThat(succeeds("cluster matrix --csv").output()).hasLineCount(9).startsWith("1,1,0\n1,2,0\n");
        assertThat(succeeds("cluster event --csv --limit 1").output())
                .matches("\\d,n?\\d?,[a-z_]+,[tf],\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\n");
    }

    @ParameterizedTest
    @Order(3)
    @ValueSource(
            strings = {
                "standby switchover --dry-run",
                "standby switchover --to n2 --dry-run",
                "standby switchover --to n2 --at 03:00 --dry-run",
                "standby follow --node-id 3 --upstream-node-id 2 --dry-run",
                "standby unregister --node-id 3 --dry-run",
                "node service --action=stop --node-id 3 --dry-run",
                "node service --action=restart --checkpoint --node-id 3 --dry-run",
                "node service --action=reload --node-id 1 --dry-run",
                "node service --action=checkpoint --node-id 1 --dry-run",
                "service pause --for 2h --dry-run",
                "cluster cleanup --keep-history 7 --dry-run",
            })
    void aDryRunSaysWhatWouldHappenAndNothingHappens(String command) throws IOException, InterruptedException {
        JsonNode before = view();

        assertThat(succeeds(command).output()).endsWith("dry run: nothing was changed\n");

        assertThat(view().get("version")).isEqualTo(before.get("version"));
    }

    /// Each precondition that a well cluster does not meet: said in one line, with repmgr's code, tried and really.
    @ParameterizedTest
    @Order(4)
    @CsvSource(delimiter = '|', textBlock = """
            primary register --node-id 1                            | 1  | the cluster has a primary already: n1
            primary register --node-id 2                            | 1  | the cluster has a primary already: n1
            primary unregister --node-id 1                          | 1  | n1 is the primary: make another node primary first
            primary unregister --node-id 1 --force                  | 1  | n1 is the primary: make another node primary first
            standby clone --node-id 2                               | 1  | the data directory of n2 is not empty
            standby register --node-id 2                            | 1  | n2 is a member of the cluster already
            standby unregister --node-id 9                          | 1  | node 9 is not a member
            standby unregister --node-id 1                          | 1  | n1 is the primary
            witness register --node-id 2                            | 1  | n2 is a member of the cluster already
            witness unregister --node-id 2                          | 1  | node 2 (n2) is no witness: pgbaton standby unregister
            standby promote --node-id 1                             | 8  | n1 is the primary already
            standby promote --node-id 2                             | 8  | primary n1 is not lost: replace it by a switchover
            standby promote --node-id 9                             | 8  | node 9 is not a server of this cluster
            standby follow --node-id 1                              | 1  | n1 is the primary: it follows nobody
            standby follow --node-id 3 --upstream-node-id 3         | 1  | node 3 is not another server of this cluster
            standby follow --node-id 3 --upstream-node-id 9         | 1  | node 9 is not another server of this cluster
            standby switchover --to 1                               | 18 | n1 is the primary already
            standby switchover --cancel                             | 18 | no switchover is planned
            standby switchover --to 2 --at 2020-01-01T00:00:00Z     | 18 | is over already
            node rejoin --node-id 1                                 | 1  | n1 is the primary
            node rejoin --node-id 2                                 | 1  | n2 is a standby already and streams
            node rejoin --node-id 9                                 | 1  | node 9 is not a server of this cluster
            node service --action=stop --node-id 1                  | 1  | n1 is the primary: make another node primary first
            node service --action=restart --node-id 1               | 1  | n1 is the primary: make another node primary first
            node service --action=start --node-id 1                 | 1  | n1 is the primary and runs
            node service --action=start --node-id 2                 | 1  | n2 runs already
            node service --action=reload --node-id 9                | 1  | node 9 is not a member of this cluster
            service unpause                                         | 1  | it is not paused
            cluster acknowledge                                     | 1  | there is no failover to acknowledge
            cluster accept-loss                                     | 1  | primary n1 is not lost
            """)
    void whatCannotBeIsRefusedInOneLineAndChangesNothing(String command, int code, String line)
            throws IOException, InterruptedException {
        JsonNode before = view();

        for (String dryRun : List.of(" --dry-run", "")) {
            Sandbox.Ended ended = pgbaton(command + dryRun + " --quiet");
            assertThat(ended.errors()).contains(line).startsWith("pgbaton: ").hasLineCount(1);
            assertThat(ended.status()).as(ended.errors()).isEqualTo(code);
        }

        assertThat(view().get("version")).isEqualTo(before.get("version"));
    }

    @Test
    @Order(5)
    void aPauseHoldsUntilItIsTakenBack() throws IOException, InterruptedException {
        assertThat(succeeds("service pause --for 2h --reason test").output()).contains("is paused until ");
        assertThat(succeeds("service status").output()).contains("paused by ", "test");
        assertThat(succeeds("daemon unpause").output()).contains("automatic failover of orders is on again");
    }

    @Test
    @Order(6)
    void aStandbyFollowsAnotherOneAndWhoFeedsItIsTakenOutByForceOnly() throws IOException, InterruptedException {
        succeeds("standby follow --node-id 3 --upstream-node-id 2");
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(succeeds("node status --node-id 3").output()).contains("Upstream node: n2"));

        Sandbox.Ended circle = pgbaton("standby follow --node-id 2 --upstream-node-id 3");
        assertThat(circle.errors()).contains("n3 streams from n2: they would feed each other");
        Sandbox.Ended feeding = pgbaton("standby unregister --node-id 2");
        assertThat(feeding.errors()).contains("n3 streams from n2").hasLineCount(1);
        assertThat(feeding.status()).isEqualTo(1);

        succeeds("standby follow --node-id 3");
        awaitAllWell();
    }

    @Test
    @Order(7)
    void aServerIsServed() throws IOException, InterruptedException {
        succeeds("node service --action=checkpoint --node-id 1");
        succeeds("node service --action=reload --node-name n1");
        succeeds("node service --action=restart --checkpoint --node-id 3");
        succeeds("node service --action=stop --node-id 3");

        assertThat(pgbaton("node rejoin --node-id 3").errors()).contains("n3 was stopped by an operator: start it");
        assertThat(pgbaton("node service --action=restart --node-id 3").errors())
                .contains("n3 is down: start it");
        assertThat(pgbaton("standby switchover --to n3 --dry-run").status()).isEqualTo(18);
        assertThat(pgbaton("node check --node-id 3 --role").status()).isEqualTo(2);
        assertThat(pgbaton("cluster show").status()).isEqualTo(25);

        succeeds("node service --action=start --node-id 3");
        awaitAllWell();
    }

    @Test
    @Order(8)
    void aStandbyIsTakenOutAndLetInAgain() throws IOException, InterruptedException {
        succeeds("standby unregister --node-name n3");
        assertThat(pgbaton("standby switchover --to 3").errors()).contains("has no node \"3\": it has n1 (1), n2 (2)");

        succeeds("standby register --node-id 3 --dry-run");
        succeeds("standby register --node-id 3");
        awaitAllWell();
    }

    @Test
    @Order(9)
    void theAgentOfThisHostIsStoppedAndStarted() throws IOException, InterruptedException {
        String conf = " -f " + sandbox.agentConf(3);
        assertThat(pgbaton("daemon start" + conf).errors()).contains("the agent of node 3 on this host runs already");
        assertThat(succeeds("daemon stop --dry-run" + conf).output()).contains("would run: pid=$(sed");

        assertThat(succeeds("daemon stop" + conf).output()).contains("the agent of node 3 on this host is stopped");

        Sandbox.Ended again = pgbaton("daemon stop" + conf);
        assertThat(again.errors())
                .contains("the agent of node 3 on this host is not there")
                .hasLineCount(1);
        assertThat(again.status()).isEqualTo(27);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                pgbaton("node check --node-id 3 --agent").status())
                        .isEqualTo(2));
        await().atMost(PATIENCE).untilAsserted(() -> {
            Sandbox.Ended unheard = pgbaton("standby switchover --to n3 --dry-run");
            assertThat(unheard.errors()).contains("nothing heard of the agent of n3 lately");
            assertThat(unheard.status()).isEqualTo(18);
        });

        succeeds("daemon start --wait 60" + conf);
        awaitAllWell();
    }

    @Test
    @Order(10)
    void thePrimarysAgentIsNotStopped() throws IOException, InterruptedException {
        Sandbox.Ended refused = pgbaton("daemon stop -f " + sandbox.agentConf(1));

        assertThat(refused.errors()).contains("has the primary", "--force").hasLineCount(1);
        assertThat(refused.status()).isEqualTo(1);
    }

    @Test
    @Order(11)
    void aSwitchoverIsPlannedTakenBackAndDone() throws IOException, InterruptedException {
        succeeds("standby switchover --to n2 --at 2126-11-27T03:00:00Z");
        assertThat(succeeds("service status").output()).contains("2126-11-27");
        succeeds("standby switchover --cancel");

        assertThat(succeeds("standby switchover --to n2").output()).contains("n2 is primary of orders, term 2");
        awaitAllWell();
        assertThat(succeeds("cluster explain").output()).contains("switchover");
    }

    @Test
    @Order(12)
    void oldSamplesGoFromTheHistoryAndThatIsAnEvent() throws IOException, InterruptedException {
        assertThat(succeeds("cluster cleanup --keep-history 30").output())
                .isEqualTo("done: 0 samples of orders deleted\n");
        assertThat(succeeds("cluster cleanup --node-id 3 --json")
                        .json()
                        .get("samples")
                        .asLong())
                .isPositive();

        assertThat(succeeds("cluster event --event cluster_cleanup").output()).contains("samples of node 3");
        assertThat(pgbaton("cluster cleanup --keep-history -1").status()).isEqualTo(1);
    }

    /// Paused, so that nothing happens by itself.
    @Test
    @Order(13)
    void aLostPrimaryIsReplacedByHandAndComesBack() throws IOException, InterruptedException {
        awaitAllWell();
        succeeds("service pause --reason by-hand");
        sandbox.run("kill", "orders/n2", "--what", "host");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                pgbaton("standby promote --node-id 3 --dry-run").status())
                        .isZero());
        assertThat(pgbaton("node check --node-id 2 --lease").status()).isNotZero();

        assertThat(succeeds("standby promote --node-id 3").output()).contains("node 3 is primary of orders");

        succeeds("service unpause");
        Sandbox.Ended away = pgbaton("node rejoin --node-id 2 --dry-run");
        assertThat(away.errors()).contains("nothing heard of the agent of n2 lately");
        succeeds("daemon start --wait 60 -f " + sandbox.agentConf(2));
        awaitAllWell();
        assertThat(succeeds("cluster event --event standby_promote").output()).contains("n3");
    }

    /// What the standbys lack is more than they may: nobody is promoted before somebody says so.
    @Test
    @Order(14)
    void aLossIsAcceptedByHandAndNotBefore() throws IOException, InterruptedException, SQLException {
        awaitAllWell();
        for (String standby : List.of("orders/n1", "orders/n2")) {
            sandbox.run("kill", standby, "--what", "host");
        }
        Lsn written = writeMoreThanAStandbyMayLack(3);
        await().atMost(PATIENCE).until(() -> told(3).compareTo(written) >= 0);
        sandbox.run("kill", "orders/n3", "--what", "host");
        for (String standby : List.of("orders/n1", "orders/n2")) {
            sandbox.run("start", standby);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                pgbaton("cluster event --event failover_halted").output())
                        .contains("orders"));
        assertThat(view().get("reign").get("primary").asInt()).isEqualTo(3);

        assertThat(succeeds("cluster accept-loss --dry-run").output()).contains("nothing was changed");
        succeeds("cluster accept-loss");

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(view().get("reign").get("primary").asInt()).isBetween(1, 2));
        sandbox.run("start", "orders/n3");
        awaitAllWell();
    }

    private static Lsn told(int node) throws IOException, InterruptedException {
        for (JsonNode found : pgbaton("cluster show --json").json().get("nodes")) {
            if (found.get("node").asInt() == node) {
                return Lsn.parse(found.at("/reported/position/lsn").asText("0/0"));
            }
        }
        throw new AssertionError("no node " + node);
    }

    /// 20 MB; the limit is 16 MiB.
    private static Lsn writeMoreThanAStandbyMayLack(int primary) throws SQLException {
        System.setProperty("org.postgresql.pgpassfile", sandbox.passfile().toString());
        try (Connection connection = DriverManager.getConnection(sandbox.serverUrl(primary) + "?user=pgbaton");
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_logical_emit_message(true, 'test', repeat('x', 20000000))");
            try (ResultSet row = statement.executeQuery("SELECT pg_current_wal_lsn()")) {
                row.next();
                return Lsn.parse(row.getString(1));
            }
        }
    }
}
