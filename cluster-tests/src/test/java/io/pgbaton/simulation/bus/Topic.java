package io.pgbaton.simulation.bus;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One partition of a topic: records in the order that decides. A record may belong to a transaction; readers see
/// nothing behind the first one that is still open.
public final class Topic<R> {

    private final List<Entry<R>> entries = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private int stable;

    /// `transaction` is null for a record that stands by itself; `record` is null for a transaction's end marker.
    private record Entry<R>(@Nullable R record, @Nullable Transaction transaction) {}

    /// What a reader gets: the records up to `next`, where it goes on.
    public record Batch<R>(List<R> records, int next) {}

    /// The offset after the record.
    public int append(R record) {
        return add(record, null);
    }

    int append(R record, Transaction transaction) {
        return add(record, transaction);
    }

    private int add(R record, @Nullable Transaction transaction) {
        entries.add(new Entry<>(record, transaction));
        advance();
        return entries.size();
    }

    /// The transaction's end stands in the log too, and what it held back may be read now.
    public void ended(Transaction transaction) {
        entries.add(new Entry<>(null, transaction));
        advance();
    }

    public int end() {
        return stable;
    }

    private void advance() {
        int before = stable;
        while (stable < entries.size() && isOver(entries.get(stable).transaction())) {
            stable++;
        }
        if (stable > before) {
            List<Runnable> woken = List.copyOf(waiting);
            waiting.clear();
            woken.forEach(Runnable::run);
        }
    }

    private static boolean isOver(@Nullable Transaction transaction) {
        return transaction == null || transaction.isOver();
    }

    /// A parked fetch: run once when there is something new.
    public void awaitMore(Runnable wake) {
        waiting.add(wake);
    }

    public Batch<R> from(int position, int most) {
        List<R> records = new ArrayList<>();
        int at = position;
        while (at < stable && records.size() < most) {
            Entry<R> entry = entries.get(at++);
            if (entry.record() != null
                    && (entry.transaction() == null || entry.transaction().isCommitted())) {
                records.add(entry.record());
            }
        }
        return new Batch<>(records, at);
    }
}
