package io.pgbaton.realcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pgbaton.fleet.process.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// The session of docs/user-guide.md, typed as it stands there.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UserGuideTest {

    private static final int MOST_LINES = 60;
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```bash\\n(.*?)^```$");

    private static List<String> blocks;
    private static int port;
    private static GuideSession session;
    private static String printed;

    @BeforeAll
    static void typeTheSession() throws IOException {
        blocks = BLOCK.matcher(Files.readString(Path.of("..", "docs", "user-guide.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
        port = Sandbox.freeBasePort();
        session = GuideSession.start(port);
        printed = session.type(blocks.getFirst());
    }

    @AfterAll
    static void clear() throws IOException {
        if (session != null) {
            session.close();
        }
    }

    @Test
    @Order(1)
    void theSessionIsShort() {
        assertThat(blocks).as("the session, and how to take it away").hasSize(2);
        assertThat(blocks.getFirst().lines().count()).isLessThanOrEqualTo(MOST_LINES);
    }

    @Test
    @Order(2)
    void everyCommandOfItSucceeds() throws IOException {
        assertThat(session.done()).as(printed).isTrue();
        assertThat(printed)
                .contains("node 1 is primary of orders", "node 2 is a standby of orders")
                .contains("node 3 is a standby of orders", "orders-2 is primary of orders, term 2");
    }

    @Test
    @Order(3)
    void itLeavesOnePrimaryAndTwoStandbysThatStream() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(roles()).containsExactly("standby", "primary with 2", "standby"));
    }

    @Test
    @Order(4)
    void itLeavesAWitnessToo() throws IOException {
        JsonNode cluster;
        try (InputStream answer = URI.create("http://127.0.0.1:" + (port + 2) + "/api/v1/clusters/orders")
                .toURL()
                .openStream()) {
            cluster = new ObjectMapper().readTree(answer);
        }

        assertThat(cluster.get("primary").asInt()).isEqualTo(2);
        assertThat(StreamSupport.stream(cluster.get("nodes").spliterator(), false)
                        .map(node -> node.get("role").asText()))
                .containsExactly("STANDBY", "PRIMARY", "STANDBY", "WITNESS");
    }

    @Test
    @Order(5)
    void itIsTakenAwayWithoutATrace() throws IOException {
        String all = session.type(blocks.getLast());

        assertThat(session.done()).as(all).isTrue();
        assertThat(session.processes()).isEmpty();
        assertThat(IntStream.range(port, port + 30).filter(one -> !FreePort.isFree(one)))
                .as("ports that somebody still holds")
                .isEmpty();
    }

    private static List<String> roles() throws SQLException, IOException {
        return List.of(role(1), role(2), role(3));
    }

    private static String role(int node) throws SQLException, IOException {
        String url = "jdbc:postgresql://127.0.0.1:" + (port + 10 + node) + "/postgres";
        try (var connection = DriverManager.getConnection(url, "pgbaton", session.password());
                var statement = connection.createStatement();
                var row =
                        statement.executeQuery("SELECT pg_is_in_recovery(), count(*) FILTER (WHERE state = 'streaming')"
                                + " FROM (SELECT 1) one LEFT JOIN pg_stat_replication ON true")) {
            row.next();
            return row.getBoolean(1) ? "standby" : "primary with " + row.getInt(2);
        }
    }
}
