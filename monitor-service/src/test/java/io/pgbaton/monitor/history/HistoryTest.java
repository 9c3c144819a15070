package io.pgbaton.monitor.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Severity;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.fleet.HistoryCleanup;
import io.pgbaton.fleet.junit.RealPostgres;
import io.pgbaton.fleet.postgres.PostgresServer;
import io.pgbaton.fleet.postgres.StopMode;
import io.pgbaton.monitor.fleet.ClusterPicture;
import io.pgbaton.monitor.fleet.EventFilter;
import io.pgbaton.monitor.said.Node;
import io.pgbaton.monitor.said.Views;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.ds.PGSimpleDataSource;

@RealPostgres
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryTest {

    private static final AtomicInteger CLUSTERS = new AtomicInteger();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @SuppressWarnings("NullAway.Init")
    private PostgresServer server;

    @SuppressWarnings("NullAway.Init")
    private HistoryDatabase database;

    @SuppressWarnings("NullAway.Init")
    private History history;

    @BeforeAll
    void connect(PostgresServer running) {
        server = running;
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server.jdbcUrl());
        Flyway flyway = Flyway.configure()
                .dataSource(source)
                .locations("db/history")
                .schemas("repmgr")
                .load();
        database = new HistoryDatabase(source, flyway, metrics);
        history = new History(database, metrics);
    }

    private static String cluster() {
        return "c" + CLUSTERS.incrementAndGet();
    }

    private static Sample sample(String cluster, int standby, Instant at) {
        Sample.Progress progress =
                new Sample.Progress(new Lsn(3_000_000), new Lsn(2_000_000), new Lsn(1_500_000), at.minusMillis(40));
        return new Sample(new ClusterId(cluster), new NodeId(1), new NodeId(standby), at, progress);
    }

    private List<Sample> samples(String cluster, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> sample(cluster, 2 + i % 2, now.minusSeconds(count - i)))
                .toList();
    }

    private long count(String table, String cluster) {
        return Long.parseLong(
                server.query("SELECT count(*) FROM repmgr." + table + " WHERE cluster = '" + cluster + "'"));
    }

    @Test
    void aCleanupDeletesWhatIsOlderOfOneClusterOrStandbyAndSaysSo() throws Exception {
        String cluster = cluster();
        String other = cluster();
        for (String one : List.of(cluster, other)) {
            history.storeSamples(List.of(
                    sample(one, 2, now.minus(Duration.ofDays(9))),
                    sample(one, 3, now.minus(Duration.ofDays(9))),
                    sample(one, 2, now.minus(Duration.ofDays(2)))));
        }

        assertThat(cleanUp(cluster, 2, 7, true)).isEqualTo(new HistoryCleanup.Done(1, true));
        assertThat(count("monitoring_history", cluster)).isEqualTo(3);
        assertThat(cleanUp(cluster, 2, 7, false)).isEqualTo(new HistoryCleanup.Done(1, true));
        assertThat(count("monitoring_history", cluster)).isEqualTo(2);
        assertThat(cleanUp(cluster, null, 0, false)).isEqualTo(new HistoryCleanup.Done(2, true));

        assertThat(count("monitoring_history", cluster)).isZero();
        assertThat(count("monitoring_history", other)).isEqualTo(3);
        assertThat(history.events(new EventFilter(
                        Optional.of(new ClusterId(cluster)), Optional.empty(), Optional.of("cluster_cleanup"), 9)))
                .extracting(event -> event.outcome().details())
                .containsExactly("alice deleted 2 samples", "alice deleted 1 samples of node 2 older than 7 days");
    }

    @Test
    void aLargeCleanupGoesInBatches() throws Exception {
        String cluster = cluster();
        database.transact(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate("INSERT INTO repmgr.monitoring_history (cluster, primary_node_id,"
                        + " standby_node_id, last_monitor_time, last_wal_primary_location) SELECT '" + cluster
                        + "', 1, 2, now() - n * interval '1 second', '0/1' FROM generate_series(1, 45000) n");
            }
        });

        assertThat(cleanUp(cluster, null, 0, false)).isEqualTo(new HistoryCleanup.Done(45_000, true));
    }

    private HistoryCleanup.Done cleanUp(String cluster, @Nullable Integer node, int days, boolean dryRun)
            throws History.Unavailable {
        HistoryCleanup wanted = new HistoryCleanup(
                new ClusterId(cluster),
                node == null ? null : new NodeId(node),
                days,
                new HistoryCleanup.Asked("alice", dryRun),
                0);
        return history.cleanUp(wanted, new Term(3), Instant.now());
    }

    @Test
    void queriesWrittenForRepmgrRunPerCluster() throws Exception {
        String cluster = cluster();
        ClusterPicture picture = ClusterPicture.unknown(new ClusterId(cluster))
                .with(Views.steady(cluster, 1, 2))
                .with(Node.of(cluster, 1).primary(1, 3_000_000), now)
                .with(Node.of(cluster, 2).standby(1, 1, 2_000_000, 1_500_000), now);
        new NodeRegister(database).follow(List.of(picture.at(now)));
        history.storeSamples(List.of(sample(cluster, 2, now.minusSeconds(2)), sample(cluster, 2, now)));
        history.storeEvents(
                List.of(Views.event(cluster, cluster + "-1", EventKind.FAILOVER_PROMOTE, "n2 was chosen", now)));
        String here = " WHERE cluster = '" + cluster + "'";

        assertThat(server.query("SELECT string_agg(concat_ws(',', node_id, upstream_node_id, active, node_name, type,"
                        + " location, priority, conninfo, repluser, slot_name, config_file), ' ; ' ORDER BY node_id)"
                        + " FROM repmgr.nodes" + here))
                .isEqualTo("1,t,n1,primary,default,100,host=127.0.0.1 port=5431 user=repmgr dbname=repmgr,repmgr, ; "
                        + "2,1,t,n2,standby,default,100,host=127.0.0.1 port=5432 user=repmgr dbname=repmgr,repmgr,");
        assertThat(server.query("SELECT concat_ws(',', node_id, node_name, active, upstream_node_id,"
                        + " upstream_node_name, type, priority) FROM repmgr.show_nodes" + here + " AND node_id = 2"))
                .isEqualTo("2,n2,t,1,n1,standby,100");
        assertThat(server.query("SELECT concat_ws(',', primary_node_id, standby_node_id, standby_name, node_type,"
                        + " active, last_wal_primary_location, last_wal_standby_location, replication_lag,"
                        + " replication_time_lag, apply_lag, communication_time_lag < interval '1 hour')"
                        + " FROM repmgr.replication_status" + here))
                .isEqualTo("1,2,n2,standby,t,0/2DC6C0,0/1E8480,977 kB,00:00:00.04,488 kB,t");
        assertThat(server.query("SELECT concat_ws(',', node_id, event, successful, details, repmgr_event)"
                        + " FROM repmgr.events" + here))
                .isEqualTo("2,failover_promote,t,n2 was chosen,repmgrd_failover_promote");
        assertThat(server.query("SELECT max(replication_lag) FROM repmgr.monitoring_history" + here
                        + " AND standby_node_id = 2 AND last_monitor_time > now() - interval '1 hour'"))
                .isEqualTo("1000000");
    }

    @Test
    void readingKafkaAgainAddsNothing() throws Exception {
        String cluster = cluster();
        List<Sample> first = samples(cluster, 500);
        List<ClusterEvent> told = List.of(
                Views.event(cluster, cluster + "-a", EventKind.SERVER_DOWN, "down", now),
                Views.event(cluster, cluster + "-b", EventKind.SERVER_UP, "up", now));

        history.storeSamples(first.subList(0, 300));
        history.storeSamples(first);
        history.storeSamples(first);
        history.storeEvents(told.subList(0, 1));
        history.storeEvents(told);

        assertThat(count("monitoring_history", cluster)).isEqualTo(500);
        assertThat(count("events", cluster)).isEqualTo(2);
    }

    @Test
    void eventsOfKindsThisVersionDoesNotKnowAreStoredAndFound() throws Exception {
        String cluster = cluster();
        ClusterEvent strange = Views.event(
                cluster,
                cluster + "-x",
                "node_teleported",
                Severity.WARNING,
                new Views.Said("n2 is elsewhere, \0 and \"quoted\" {it}", now));
        history.storeEvents(List.of(
                strange, Views.event(cluster, cluster + "-y", EventKind.SERVER_DOWN, "down", now.minusSeconds(1))));

        EventFilter all = new EventFilter(Optional.of(new ClusterId(cluster)), Optional.empty(), Optional.empty(), 9);
        EventFilter byRepmgr = new EventFilter(
                Optional.of(new ClusterId(cluster)),
                Optional.of(new NodeId(2)),
                Optional.of("repmgrd_local_disconnect"),
                9);

        assertThat(history.events(all))
                .extracting(event -> event.subject().kind())
                .containsExactly("node_teleported", "server_down");
        assertThat(history.events(all).getFirst().outcome().data()).containsEntry("why", "a test");
        assertThat(history.events(byRepmgr)).extracting(ClusterEvent::id).containsExactly(cluster + "-y");
    }

    @Test
    void whatIsStoredWhileTheDatabaseIsDownIsThereOnceWhenItIsBack() throws Exception {
        String cluster = cluster();
        history.storeSamples(samples(cluster, 10));
        server.stop(StopMode.IMMEDIATE);
        List<Sample> meanwhile = samples(cluster, 1_000);
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                history.storeSamples(meanwhile);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> !database.isUp());

        server.start();

        assertThat(writer.join(Duration.ofSeconds(60))).isTrue();
        assertThat(count("monitoring_history", cluster)).isEqualTo(1_000);
        assertThat(database.isUp()).isTrue();
    }

    @Test
    void aRowPostgresRefusesDoesNotHoldUpTheOthers() throws Exception {
        String cluster = cluster();
        String tooLong = "x".repeat(3_000_000);
        ClusterEvent hopeless = Views.event(cluster, tooLong, EventKind.SERVER_UP, "its id fits no index", now);
        List<ClusterEvent> batch = List.of(
                Views.event(cluster, cluster + "-1", EventKind.SERVER_UP, "one", now),
                hopeless,
                Views.event(cluster, cluster + "-2", EventKind.SERVER_UP, "two", now));

        history.storeEvents(batch);

        assertThat(count("events", cluster)).isEqualTo(2);
    }

    @Test
    void oldSamplesGoAndNewOnesStay() throws Exception {
        String cluster = cluster();
        history.storeSamples(List.of(
                sample(cluster, 2, now.minus(Duration.ofDays(31))),
                sample(cluster, 2, now.minus(Duration.ofDays(29)))));

        long gone = new Retention(database, Duration.ofDays(30)).apply();

        assertThat(gone).isEqualTo(1);
        assertThat(count("monitoring_history", cluster)).isEqualTo(1);
    }

    @Test
    void theRegisterOfNodesFollowsViewsAndHeartbeats() throws Exception {
        String cluster = cluster();
        NodeRegister register = new NodeRegister(database);
        ClusterPicture picture = ClusterPicture.unknown(new ClusterId(cluster))
                .with(Views.steady(cluster, 1, 3))
                .with(Node.of(cluster, 1).primary(1, 5), now)
                .with(Node.of(cluster, 2).standby(1, 1, 5, 5), now)
                .with(Node.of(cluster, 3).standby(1, 2, 5, 5), now);
        String rows = "SELECT string_agg(concat_ws(',', node_id, upstream_node_id, active, type), ' ' ORDER BY node_id)"
                + " FROM repmgr.nodes WHERE cluster = '" + cluster + "'";

        register.follow(List.of(picture.at(now)));
        assertThat(server.query(rows)).isEqualTo("1,t,primary 2,1,t,standby 3,2,t,standby");

        register.follow(List.of(picture.with(Views.steady(cluster, 2, 2)).at(now.plusSeconds(60))));
        assertThat(server.query(rows)).isEqualTo("1,2,f,standby 2,f,primary");
    }

    @Test
    void aPeriodIsAnsweredOldestFirstWithTheNewestWhenThereAreTooMany() throws Exception {
        String cluster = cluster();
        history.storeSamples(samples(cluster, 100));
        History.Period all = new History.Period(now.minusSeconds(1_000), now);

        assertThat(history.samples(new ClusterId(cluster), Optional.of(new NodeId(2)), all, 3))
                .extracting(read -> read.at())
                .containsExactly(now.minusSeconds(6), now.minusSeconds(4), now.minusSeconds(2));
    }
}
