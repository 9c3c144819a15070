package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.json.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterEventTest {

    private static final List<ClusterEvent> EVENTS = List.of(
            Fleet.event("failover_promote", new NodeId(2), true, "orders-2 took over, 0 bytes behind"),
            Fleet.event("failover_refused", null, false, "no standby has promised"));

    private final RecordedService monitor = new RecordedService();

    @BeforeEach
    void record() {
        monitor.answering("/api/v1/clusters/orders", Fleet.healthyOrders()).answering("/api/v1/events", EVENTS);
    }

    @AfterEach
    void stop() {
        monitor.close();
    }

    private Run events(String... arguments) {
        String[] all = new String[arguments.length + 6];
        System.arraycopy(
                new String[] {"cluster", "event", "--cluster", "orders", "--monitor-url", monitor.url()}, 0, all, 0, 6);
        System.arraycopy(arguments, 0, all, 6, arguments.length);
        return Run.of(all);
    }

    @Test
    void eventsAreATableWithLocalTimes() {
        Run run = events();

        assertThat(run.out()).isEqualTo("""
                 Cluster | Node ID | Name     | Event            | OK | Timestamp                 | Details
                ---------+---------+----------+------------------+----+---------------------------+------------------------------------
                 orders  | 2       | orders-2 | failover_promote | t  | 2026-11-23 12:00:00+01:00 | orders-2 took over, 0 bytes behind
                 orders  |         |          | failover_refused | f  | 2026-11-23 12:00:00+01:00 | no standby has promised
                """);
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
        assertThat(monitor.asked()).contains("GET /api/v1/events?cluster=orders&limit=20");
    }

    @Test
    void csvIsRepmgrsWithoutDetails() {
        assertThat(events("--csv").out()).isEqualTo("""
                2,orders-2,failover_promote,t,2026-11-23 12:00:00
                ,,failover_refused,f,2026-11-23 12:00:00
                """);
    }

    @Test
    void jsonReadsBackAndHasUtc() {
        Run run = events("--json");

        assertThat(Wire.read(run.out().getBytes(StandardCharsets.UTF_8), ClusterEvent[].class))
                .isInstanceOfSatisfying(
                        Wire.Known.class,
                        known -> assertThat((Object[]) known.value()).containsExactlyElementsOf(EVENTS));
        assertThat(run.out()).contains("2026-11-23T11:00:00.123456Z");
    }

    @Test
    void filtersGoToTheServiceAndRepmgrsNamesAreUnderstood() {
        events("--event", "repmgrd_failover_promote", "--node-name", "orders-2", "--limit", "5");
        events("--all", "--node-id", "3", "--event", "something_new");

        assertThat(monitor.asked())
                .contains(
                        "GET /api/v1/events?cluster=orders&node=2&event=failover_promote&limit=5",
                        "GET /api/v1/events?cluster=orders&node=3&event=something_new&limit=10000");
    }

    @Test
    void aNameThatNoNodeHasIsAnError() {
        Run run = events("--node-name", "orders-9");

        assertThat(run.err())
                .isEqualTo("pgbaton: no node is named \"orders-9\": pgbaton cluster show lists the names\n");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIG);
    }

    @Test
    void aLimitOutOfRangeIsAnError() {
        assertThat(events("--limit", "0").err()).isEqualTo("pgbaton: --limit 0 is out of range: 1 to 10000\n");
    }
}
