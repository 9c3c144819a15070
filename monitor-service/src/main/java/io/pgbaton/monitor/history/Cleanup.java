package io.pgbaton.monitor.history;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.fleet.HistoryCleanup;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// repmgr's `cluster cleanup`: deletes samples of one cluster, a bounded number in a transaction and for a bounded
/// time, and notes in the history that and by whom it was done. That event is not on the bus, which this service reads
/// and never writes.
final class Cleanup {

    private static final int ROWS_AT_ONCE = 20_000;
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final int COUNT_SECONDS = 8;
    private static final String SAMPLES = """
             FROM repmgr.monitoring_history
             WHERE cluster = ? AND (?::integer IS NULL OR standby_node_id = ?)
               AND last_monitor_time < now() - make_interval(days => ?)
            """;

    private final HistoryDatabase database;
    private final HistoryCleanup wanted;

    Cleanup(HistoryDatabase database, HistoryCleanup wanted) {
        this.database = database;
        this.wanted = wanted;
    }

    HistoryCleanup.Done run(Term term, Instant now) throws SQLException {
        if (wanted.asked().dryRun()) {
            return new HistoryCleanup.Done(database.transact(this::count), true);
        }
        long deadline = System.nanoTime() + LONGEST.toNanos();
        long deleted = 0;
        long round;
        do {
            round = database.transact(this::deleteSome);
            deleted += round;
        } while (round == ROWS_AT_ONCE && System.nanoTime() < deadline);
        boolean complete = round < ROWS_AT_ONCE;
        if (complete) {
            ClusterEvent event = event(term, now, wanted.deletedBefore() + deleted);
            database.transact(connection -> EventTable.write(connection, List.of(event)));
        }
        return new HistoryCleanup.Done(deleted, complete);
    }

    private long count(Connection connection) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement("SELECT count(*)" + SAMPLES)) {
            count.setQueryTimeout(COUNT_SECONDS);
            bind(count);
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private long deleteSome(Connection connection) throws SQLException {
        String sql = "DELETE FROM repmgr.monitoring_history WHERE ctid = ANY (ARRAY(SELECT ctid" + SAMPLES + " LIMIT "
                + ROWS_AT_ONCE + "))";
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            bind(delete);
            return delete.executeLargeUpdate();
        }
    }

    private void bind(PreparedStatement statement) throws SQLException {
        NodeId node = wanted.node();
        statement.setString(1, wanted.cluster().name());
        statement.setObject(2, node == null ? null : node.value(), Types.INTEGER);
        statement.setObject(3, node == null ? null : node.value(), Types.INTEGER);
        statement.setInt(4, wanted.keepDays());
    }

    private ClusterEvent event(Term term, Instant now, long deleted) {
        String which = wanted.node() == null ? "" : " of node " + wanted.node();
        String age = wanted.keepDays() == 0 ? "" : " older than " + wanted.keepDays() + " days";
        return new ClusterEvent(
                UUID.randomUUID().toString(),
                now,
                wanted.cluster(),
                new ClusterEvent.Subject(EventKind.CLUSTER_CLEANUP.wireName(), wanted.node(), term, null),
                new ClusterEvent.Outcome(
                        true,
                        EventKind.CLUSTER_CLEANUP.severity(),
                        wanted.asked().by() + " deleted " + deleted + " samples" + which + age,
                        Map.of("samples", Long.toString(deleted), "keepDays", Integer.toString(wanted.keepDays()))));
    }
}
