package io.pgbaton.simulation.bus;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Report;
import io.pgbaton.contracts.Request;
import io.pgbaton.simulation.time.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The brokers, as one place that is there or not. What it acknowledged it keeps. The decision log's
/// transactional id belongs to whoever asked for it last; an older holder is refused.
public final class SimulatedBus {

    public static final String PLACE = "bus";

    private static final long TRANSACTION_TIMEOUT = 15_000_000_000L;

    private final Scheduler scheduler;
    private final Topic<Report> heartbeats = new Topic<>();
    private final Topic<Decision> decisions = new Topic<>();
    private final Topic<Request> requests = new Topic<>();
    private final Topic<ClusterEvent> events = new Topic<>();
    private final List<Consumer<Report>> overtaking = new ArrayList<>();
    private final ClusterId cluster;
    private final boolean fences;
    private boolean up = true;
    private int epoch;
    private @Nullable Transaction open;

    /// `fences` is false for a broker that lets an older holder of the transactional id write on.
    public SimulatedBus(Scheduler scheduler, ClusterId cluster, boolean fences) {
        this.cluster = cluster;
        this.scheduler = scheduler;
        this.fences = fences;
    }

    public ClusterId cluster() {
        return cluster;
    }

    /// Who gets the answers to a freeze past the log, which no real bus does.
    public void onAnswer(Consumer<Report> reader) {
        overtaking.add(reader);
    }

    /// A report is appended; what is read past the log is read now.
    public int append(Report report) {
        if (report instanceof FreezeAnswer) {
            List.copyOf(overtaking).forEach(reader -> reader.accept(report));
        }
        return heartbeats.append(report);
    }

    public boolean isUp() {
        return up;
    }

    public void up(boolean now) {
        up = now;
    }

    public Topic<Report> heartbeats() {
        return heartbeats;
    }

    public Topic<Decision> decisions() {
        return decisions;
    }

    public Topic<Request> requests() {
        return requests;
    }

    public Topic<ClusterEvent> events() {
        return events;
    }

    /// `initTransactions`: the older owner's open transaction is over, and so is its right to write (rule O1).
    public int takeOver() {
        if (fences) {
            abort(open);
        }
        return ++epoch;
    }

    public boolean isFenced(int holder) {
        return fences && holder != epoch;
    }

    /// Appends within a new transaction; null when an older owner asks. The broker ends it when nobody does.
    public @Nullable Transaction begin(int holder, List<Decision> written) {
        if (isFenced(holder)) {
            return null;
        }
        abort(fences ? open : null);
        Transaction begun = new Transaction();
        open = begun;
        written.forEach(decision -> decisions.append(decision, begun));
        scheduler.after(TRANSACTION_TIMEOUT, () -> abort(begun));
        return begun;
    }

    /// The offset after the transaction, zero when it was ended by somebody else.
    public int commit(Transaction transaction, List<ClusterEvent> told) {
        if (!transaction.isOver()) {
            transaction.commit();
            decisions.ended(transaction);
            told.forEach(event -> events.append(event));
        }
        return transaction.isCommitted() ? decisions.end() : 0;
    }

    /// Somebody's open transaction: nobody reads behind it until it ends.
    public void holdReaders(long nanos) {
        Transaction strange = new Transaction();
        decisions.ended(strange);
        scheduler.after(nanos, () -> abort(strange));
    }

    private void abort(@Nullable Transaction transaction) {
        if (transaction != null && !transaction.isOver()) {
            transaction.abort();
            decisions.ended(transaction);
        }
    }
}
