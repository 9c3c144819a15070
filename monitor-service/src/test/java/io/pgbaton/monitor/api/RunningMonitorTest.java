package io.pgbaton.monitor.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeDescribed;
import io.pgbaton.contracts.Topic;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.fleet.postgres.PostgresServer;
import io.pgbaton.fleet.postgres.StopMode;
import io.pgbaton.monitor.said.Bus;
import io.pgbaton.monitor.said.Node;
import io.pgbaton.monitor.said.Views;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// The whole service on a real broker. The history's database runs only from the end of the first test on.
@QuarkusTest
@QuarkusTestResource(RealBusAndHistory.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RunningMonitorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init")
    URI home;

    private final HttpClient client = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    private Bus bus;

    private long sequence = System.nanoTime();

    @BeforeEach
    void connect() {
        bus = new Bus(RealBusAndHistory.bus());
    }

    @AfterEach
    void disconnect() {
        bus.close();
    }

    private HttpResponse<String> get(String path) {
        try {
            return client.send(
                    HttpRequest.newBuilder(home.resolve(path))
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("GET " + path + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private void steady(String cluster) {
        bus.say(Views.steady(cluster, 1, 2));
        bus.say(Node.of(cluster, 1).described());
        beat(cluster);
    }

    private void beat(String cluster) {
        sequence++;
        bus.say(Node.of(cluster, 1).primary(sequence, 9_000));
        bus.say(Node.of(cluster, 2).standby(sequence, 1, 8_000, 7_000));
        bus.flush();
    }

    private void awaitHealth(String cluster, String health) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            beat(cluster);
            assertThat(get("/api/v1/clusters/" + cluster).body()).contains("\"health\":\"" + health + "\"");
        });
    }

    private String stored(String sql) {
        return RealBusAndHistory.history().query(sql);
    }

    @Test
    @Order(1)
    void startsAndShowsTheFleetWithoutItsDatabaseAndCatchesUpWhenItComes() {
        steady("early");
        bus.say(Views.event("early", "early-1", EventKind.FAILOVER_PROMOTE, "n2 was chosen", Instant.now()));
        awaitHealth("early", "OK");

        assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/").body()).contains("data-testid=\"cluster-early\"");
        assertThat(get("/clusters/early").body()).contains("data-testid=\"node-early-2\"", "n2 was chosen");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get("/api/v1/events?cluster=early"))
                        .satisfies(answer -> assertThat(answer.body()).contains("early-1"))
                        .satisfies(answer -> assertThat(
                                        answer.headers().firstValue("Warning").orElse(""))
                                .contains("the history database does not answer")));
        assertThat(get("/api/v1/history?cluster=early").statusCode()).isEqualTo(503);

        RealBusAndHistory.history().start();

        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            assertThat(stored("SELECT count(*) FROM repmgr.events WHERE cluster = 'early'"))
                    .isEqualTo("1");
            assertThat(stored("SELECT count(*) > 0 FROM repmgr.monitoring_history WHERE cluster = 'early'"))
                    .isEqualTo("t");
            assertThat(stored("SELECT count(*) FROM repmgr.nodes WHERE cluster = 'early'"))
                    .isEqualTo("2");
        });
        assertThat(get("/api/v1/history?cluster=early&node=2&limit=1").body()).contains("\"replicationLag\":1000");
    }

    @Test
    @Order(2)
    void nothingIsMissingOrDoubleAfterTheDatabaseWasDown() {
        PostgresServer history = RealBusAndHistory.history();
        steady("outage");
        tell("outage", 0, 50);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(storedEvents("outage")).isEqualTo("50"));

        history.stop(StopMode.IMMEDIATE);
        tell("outage", 50, 400);
        awaitHealth("outage", "OK");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                get("/api/v1/events?cluster=outage&limit=1").body())
                        .contains("outage-399"));
        history.start();

        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(storedEvents("outage")).isEqualTo("400"));
        assertThat(stored("SELECT count(DISTINCT event_id) FROM repmgr.events WHERE cluster = 'outage'"))
                .isEqualTo("400");
    }

    private void tell(String cluster, int from, int to) {
        for (int i = from; i < to; i++) {
            bus.say(Views.event(cluster, cluster + "-" + i, EventKind.SERVER_UP, "number " + i, Instant.now()));
        }
        bus.flush();
    }

    private String storedEvents(String cluster) {
        return stored("SELECT count(*) FROM repmgr.events WHERE cluster = '" + cluster + "'");
    }

    @Test
    @Order(3)
    void malformedAndUnknownRecordsAreCountedAndTheReaderGoesOn() {
        bus.send(Topic.HEARTBEATS, "broken", "no JSON".getBytes(StandardCharsets.UTF_8));
        bus.send(Topic.HEARTBEATS, "broken", "{\"type\":\"heartbeat\"}".getBytes(StandardCharsets.UTF_8));
        bus.send(Topic.HEARTBEATS, "broken", "{\"type\":\"from-tomorrow\"}".getBytes(StandardCharsets.UTF_8));
        bus.send(Topic.EVENTS, "broken", new byte[] {1, 2, 3});
        bus.send(Topic.VIEWS, "broken", "[]".getBytes(StandardCharsets.UTF_8));
        steady("after-broken");
        awaitHealth("after-broken", "OK");

        // a cluster's gauges appear within a second of its first word
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get("/metrics").body())
                        .containsPattern("pgbaton_records_total\\{[^}]*result=\"malformed\"[^}]*heartbeats\"[^}]*\\} 2")
                        .containsPattern("pgbaton_records_total\\{[^}]*result=\"unknown\"[^}]*heartbeats\"[^}]*\\} 1")
                        .contains("pgbaton_cluster_writers{cluster=\"after-broken\"} 1.0")
                        .containsPattern(
                                Pattern.compile("pgbaton_node_lag_bytes\\{cluster=\"after-broken\",node=\"2\"\\} 2000"))
                        .contains("pgbaton_heartbeat_age_seconds{cluster=\"after-broken\",node=\"1\"}")
                        .contains("pgbaton_failovers_total")
                        .contains("pgbaton_history_rows_total"));
    }

    @Test
    @Order(4)
    void errorsAreOneLineThatSaysWhatWouldBeRight() {
        steady("known");
        awaitHealth("known", "OK");

        assertThat(get("/api/v1/clusters/nowhere")).satisfies(answer -> {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).startsWith("{\"error\":\"unknown cluster").contains("known");
        });
        assertThat(List.of(
                        "/api/v1/clusters/N%20o",
                        "/api/v1/events?limit=0",
                        "/api/v1/events?node=x",
                        "/api/v1/history",
                        "/api/v1/history?cluster=known&from=yesterday",
                        "/api/v1/history?cluster=known&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z"))
                .allSatisfy(path -> {
                    assertThat(get(path).statusCode()).as(path).isEqualTo(400);
                    assertThat(get(path).body())
                            .as(path)
                            .startsWith("{\"error\":\"")
                            .doesNotContain("\\n");
                });
        assertThat(get("/clusters/nowhere").statusCode()).isEqualTo(404);
        assertThat(get("/q/openapi").body()).contains("/api/v1/clusters/{cluster}", "/api/v1/stream");
    }

    @Test
    @Order(5)
    void theStreamBeginsWithTheStatusAndTellsWhatHappens() throws Exception {
        steady("streamed");
        awaitHealth("streamed", "OK");
        List<String> lines = new CopyOnWriteArrayList<>();
        Thread reader = Thread.ofVirtual().start(() -> read("/api/v1/stream?cluster=streamed", lines));

        await().atMost(PATIENCE).until(() -> lines.contains("event:cluster"));
        bus.say(Views.event("streamed", "streamed-1", EventKind.SERVER_DOWN, "n2 stopped", Instant.now()));
        bus.flush();

        await().atMost(PATIENCE).until(() -> lines.contains("event:event"));
        assertThat(lines).anyMatch(line -> line.startsWith("id:")).contains("retry:2000");
        String status = lines.stream()
                .filter(line -> line.startsWith("data:"))
                .findFirst()
                .orElseThrow();
        assertThat(Wire.read(status.substring(5).getBytes(StandardCharsets.UTF_8), ClusterStatus.class))
                .isInstanceOf(Wire.Known.class);
        String told = lines.get(lines.indexOf("event:event") + 2);
        assertThat(Wire.read(told.substring(5).getBytes(StandardCharsets.UTF_8), ClusterEvent.class))
                .isInstanceOf(Wire.Known.class);
        reader.interrupt();
    }

    private void read(String path, List<String> lines) {
        try {
            client.send(HttpRequest.newBuilder(home.resolve(path)).build(), HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .forEach(lines::add);
        } catch (IOException e) {
            lines.add("ended: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Order(6)
    void whatNodesCallThemselvesIsEscaped() {
        steady("hostile");
        bus.say(new NodeDescribed(
                Node.of("hostile", 2).cluster(),
                Node.of("hostile", 2).id(),
                "boot-1",
                Node.of("hostile", 2).profileNamed("<script>alert(1)</script>\"'")));
        bus.say(Views.event(
                "hostile", "hostile-1", EventKind.SERVER_UP, "<img src=x onerror=alert(1)>", Instant.now()));
        awaitHealth("hostile", "OK");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get("/clusters/hostile").body())
                        .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;img src=x")
                        .doesNotContain("<script>alert", "<img src=x"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get("/").body())
                        .contains("&lt;script&gt;alert(1)")
                        .doesNotContain("<script>alert"));
    }

    @Test
    @Order(7)
    void everyFileOfThePagesComesFromTheServiceItself() {
        steady("files");
        awaitHealth("files", "OK");
        List<String> files = Pattern.compile("(?:src|href)=\"([^\"#]+)")
                .matcher(get("/clusters/files").body())
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();

        assertThat(files).hasSizeGreaterThan(8).allSatisfy(file -> {
            assertThat(file).startsWith("/");
            assertThat(get(file).statusCode()).as(file).isEqualTo(200);
        });
    }
}
