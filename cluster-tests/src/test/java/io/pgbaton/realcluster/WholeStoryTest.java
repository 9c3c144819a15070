package io.pgbaton.realcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// One fleet from end to end: what `./sandbox demo` tells, seen on the command line, in the history, in the mail,
/// on the webhook and on a page that was open all the time. How long it took is for `./bench`; here it counts that
/// it happened.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WholeStoryTest {

    private static final double PATIENCE_MILLIS = 60_000;

    private static Sandbox sandbox;
    private static Playwright playwright;
    private static Browser browser;
    private static Page page;
    private static JsonNode story;

    @BeforeAll
    static void bringAFleetUpAndTellTheStory() throws IOException, InterruptedException {
        sandbox = Sandbox.up();
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(chromium());
        page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1440, 900));
        page.navigate(sandbox.page("/clusters/orders"));
        eventually(page.locator("[data-testid=live]")).hasAttribute("data-state", "live", soon());
        eventually(page.locator("[data-testid=node-orders-1]")).hasAttribute("data-role", "primary");
        story = sandbox.run("demo", "--json").json();
    }

    @AfterAll
    static void takeItDown() throws IOException, InterruptedException {
        if (playwright != null) {
            playwright.close();
        }
        if (sandbox != null) {
            sandbox.close();
        }
    }

    @Test
    @Order(1)
    void everythingThatHadToHappenHappened() {
        List<String> failed = StreamSupport.stream(story.get("checks").spliterator(), false)
                .filter(check -> !check.get("holds").asBoolean())
                // bounds in milliseconds are measured by ./bench on a machine that does nothing else
                .filter(check -> !check.get("bound").asText().endsWith(" ms"))
                .map(JsonNode::toString)
                .toList();
        assertThat(failed).isEmpty();
        assertThat(story.get("rows").get("acknowledged").asLong()).isPositive();
        assertThat(story.get("acts")).hasSize(3);
    }

    @Test
    @Order(2)
    void thePageShowedItWithoutBeingLoadedAgain() throws IOException, InterruptedException {
        String primary = sandbox.get(sandbox.page("/api/v1/clusters/orders"))
                .get("primary")
                .asText();

        eventually(page.locator("[data-testid=node-orders-" + primary + "]"))
                .hasAttribute("data-role", "primary", soon());
        eventually(page.locator("[data-testid^=node-orders-][data-role=primary]"))
                .hasCount(1);
        eventually(page.locator("[data-testid^=node-orders-][data-role=standby]"))
                .hasCount(2);
        eventually(page.locator("[data-testid=event][data-kind=failover_promote]")
                        .first())
                .isVisible();
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "cluster-page.png")));
    }

    @Test
    @Order(3)
    void theFleetPageFitsAPhone() {
        try (Page phone = browser.newPage(new Browser.NewPageOptions().setViewportSize(390, 844))) {
            phone.navigate(sandbox.page("/"));
            eventually(phone.locator("[data-testid=cluster-orders]")).isVisible();
            eventually(phone.locator("[data-testid=cluster-billing]")).isVisible();
            Object width = phone.evaluate("document.documentElement.scrollWidth");
            assertThat(((Number) width).intValue()).isLessThanOrEqualTo(390);
            phone.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "fleet-page-phone.png")));
        }
    }

    @Test
    @Order(4)
    void aQueryWrittenForRepmgrFindsItInTheHistory() throws SQLException {
        System.setProperty("org.postgresql.pgpassfile", sandbox.passfile().toString());
        try (var connection = DriverManager.getConnection(sandbox.historyUrl());
                var statement = connection.createStatement()) {
            try (var rows = statement.executeQuery("SELECT count(*) FROM repmgr.events"
                    + " WHERE cluster = 'orders' AND event = 'failover_promote' AND successful")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(2);
            }
            try (var rows =
                    statement.executeQuery("SELECT node_name, type, active, upstream_node_name FROM repmgr.show_nodes"
                            + " WHERE cluster = 'orders' AND type = 'primary'")) {
                assertThat(rows.next()).as("the primary in repmgr.show_nodes").isTrue();
                assertThat(rows.getString("upstream_node_name")).isNull();
                assertThat(rows.next()).as("a second primary").isFalse();
            }
            try (var rows = statement.executeQuery(
                    "SELECT standby_name, replication_lag FROM repmgr.replication_status WHERE cluster = 'orders'")) {
                assertThat(rows.next()).isTrue();
            }
        }
    }

    @Test
    @Order(5)
    void theInboxHoldsTheMailAndTheSignedWebhook() throws IOException, InterruptedException {
        String inbox = sandbox.run("inbox").output();
        assertThat(inbox).contains("mail", "FAILOVER").contains("failover_promote.v1", "signature right");
    }

    @Test
    @Order(6)
    void aSwitchoverHandsTheRoleBack() throws IOException, InterruptedException {
        int primary = sandbox.get(sandbox.page("/api/v1/clusters/orders"))
                .get("primary")
                .asInt();
        int next = primary % 3 + 1;

        Sandbox.Ended switchover = sandbox.run("switchover", "orders", "--to", "n" + next);

        assertThat(switchover.status())
                .as(switchover.errors() + switchover.output())
                .isZero();
        eventually(page.locator("[data-testid=node-orders-" + next + "]")).hasAttribute("data-role", "primary", soon());
    }

    /// Rules V2, L7: the guard starts the agent again within the lease, and nobody hears of it but the log of events.
    @Test
    @Order(7)
    void anAgentThatIsKilledIsBackWithinItsLeaseAndItsServerGoesOn() throws IOException, InterruptedException {
        long before = startsOfBillingsPrimary();

        sandbox.run("kill", "billing/n1", "--what", "agent");

        await().atMost(Duration.ofSeconds(60)).until(() -> startsOfBillingsPrimary() > before);
        assertThat(eventsOf("billing", "node_fenced")).isEmpty();
        assertThat(eventsOf("billing", "failover_promote")).isEmpty();
        assertThat(primaryOf("billing")).isEqualTo(1);
    }

    @Test
    @Order(8)
    void whatWouldHappenIsAnsweredAndNothingHappens() throws IOException, InterruptedException {
        Sandbox.Ended answer = sandbox.pgbaton("cluster", "what-if", "--cluster", "billing", "--json");

        assertThat(answer.status()).as(answer.errors() + answer.output()).isZero();
        JsonNode outcome = answer.json().get("outcome");
        assertThat(outcome.get("failsOver").asBoolean()).isTrue();
        assertThat(outcome.get("primary").asInt()).isEqualTo(2);
        assertThat(primaryOf("billing")).isEqualTo(1);
    }

    /// How long they wait is for the bench alone.
    @Test
    @Order(9)
    void clientsBehindPgBouncerSeeNoErrorOfSwitchovers() throws IOException, InterruptedException {
        Sandbox.Ended measured = sandbox.bench("switchover", "--rounds", "3", "--json");

        assertThat(measured.status()).as(measured.errors()).isZero();
        assertThat(measured.json()).hasSize(2);
        JsonNode pooled = measured.json().get(1);
        assertThat(pooled.get("client").asText()).isEqualTo("through PgBouncer");
        assertThat(pooled.get("switchovers").asInt()).isEqualTo(3);
        assertThat(pooled.get("errors")).isEmpty();
        measured.json().forEach(row -> assertThat(row.get("lost").asLong()).isZero());
    }

    private static long startsOfBillingsPrimary() throws IOException, InterruptedException {
        return StreamSupport.stream(eventsOf("billing", "agent_start").spliterator(), false)
                .filter(event -> event.get("subject").get("node").asInt() == 1)
                .count();
    }

    private static int primaryOf(String cluster) throws IOException, InterruptedException {
        return sandbox.get(sandbox.page("/api/v1/clusters/" + cluster))
                .get("primary")
                .asInt();
    }

    private static JsonNode eventsOf(String cluster, String kind) throws IOException, InterruptedException {
        return sandbox.get(sandbox.page("/api/v1/events?cluster=" + cluster + "&event=" + kind));
    }

    private static BrowserType.LaunchOptions chromium() {
        String path = Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium");
        return new BrowserType.LaunchOptions()
                .setExecutablePath(Path.of(path))
                .setArgs(List.of(
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync"));
    }

    private static LocatorAssertions eventually(Locator locator) {
        return PlaywrightAssertions.assertThat(locator);
    }

    private static LocatorAssertions.HasAttributeOptions soon() {
        return new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE_MILLIS);
    }
}
