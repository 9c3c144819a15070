package io.pgbaton.monitor.history;

import io.micrometer.core.instrument.MeterRegistry;
import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.fleet.HistoryCleanup;
import io.pgbaton.contracts.fleet.HistorySample;
import io.pgbaton.monitor.fleet.EventFilter;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The history as the rest of the service knows it: two tables to write and to read.
@ApplicationScoped
public class History {

    private final HistoryDatabase database;
    private final HistoryWriter<Sample> samples;
    private final HistoryWriter<ClusterEvent> events;

    History(HistoryDatabase database, MeterRegistry metrics) {
        this.database = database;
        this.samples = new HistoryWriter<>(database, "monitoring_history", SampleTable::write, metrics);
        this.events = new HistoryWriter<>(database, "events", EventTable::write, metrics);
    }

    /// The database does not answer. The message is a line for a person.
    public static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1;

        Unavailable(SQLException cause) {
            super("the history database does not answer: " + HistoryDatabase.oneLine(cause), cause);
        }
    }

    public void storeSamples(List<Sample> rows) throws InterruptedException {
        samples.store(rows);
    }

    public void storeEvents(List<ClusterEvent> rows) throws InterruptedException {
        events.store(rows);
    }

    /// From `from` on and before `to`.
    public record Period(Instant from, Instant to) {}

    /// The newest `limit` samples of the period, oldest first.
    public List<HistorySample> samples(ClusterId cluster, Optional<NodeId> standby, Period period, int limit)
            throws Unavailable {
        SampleTable.Range range = new SampleTable.Range(cluster, standby, period.from(), period.to(), limit);
        return read(connection -> SampleTable.read(connection, range));
    }

    /// Newest first.
    public List<ClusterEvent> events(EventFilter filter) throws Unavailable {
        return read(connection -> EventTable.read(connection, filter));
    }

    /// Deletes samples, for some seconds at most; an event tells when it is complete. `term` is the cluster's.
    public HistoryCleanup.Done cleanUp(HistoryCleanup wanted, Term term, Instant now) throws Unavailable {
        try {
            return new Cleanup(database, wanted).run(term, now);
        } catch (SQLException e) {
            throw new Unavailable(e);
        }
    }

    private <T> T read(HistoryDatabase.Work<T> query) throws Unavailable {
        try {
            return database.transact(query);
        } catch (SQLException e) {
            throw new Unavailable(e);
        }
    }
}
