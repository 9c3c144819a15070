package io.pgbaton.simulation.service;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.Decision;
import io.pgbaton.failover.run.Journal;
import io.pgbaton.simulation.bus.Transaction;
import io.pgbaton.simulation.bus.Wire;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// Writes one owner's decisions, each batch in a transaction of three steps that may each be the last: begin with
/// the records, commit, hear of it.
final class ServiceJournal implements Journal {

    private static final long PATIENCE = 2_000_000_000L;

    private final Wire wire;
    private final Fenced fenced;
    private final Queue<Outcome> outcomes = new ArrayDeque<>();
    private int epoch;
    private int batches;
    private int settled;

    /// Another service owns the partition now.
    interface Fenced {
        void run();
    }

    ServiceJournal(Wire wire, int epoch, Fenced fenced) {
        this.wire = wire;
        this.epoch = epoch;
        this.fenced = fenced;
    }

    /// What the broker answered to the records of a transaction; `transaction` is null when it refused them.
    private record Begun(Optional<Transaction> transaction) {}

    @Override
    public void write(int partition, List<Entry> batch) {
        int number = ++batches;
        List<Decision> decisions = new ArrayList<>();
        List<ClusterEvent> events = new ArrayList<>();
        batch.forEach(entry -> {
            decisions.addAll(entry.decisions());
            events.addAll(entry.events());
        });
        wire.program()
                .then(() -> wire.deliver(
                        () -> new Begun(Optional.ofNullable(wire.bus().begin(epoch, decisions))),
                        PATIENCE,
                        begun -> commit(partition, number, begun, events)));
        wire.program().after(PATIENCE, () -> giveUp(partition, number));
    }

    private void commit(int partition, int number, Begun begun, List<ClusterEvent> events) {
        if (number <= settled) {
            return;
        }
        if (begun.transaction().isEmpty()) {
            fenced.run();
            return;
        }
        Transaction transaction = begun.transaction().get();
        wire.program()
                .then(() -> wire.deliver(
                        () -> wire.bus().commit(transaction, events), PATIENCE, end -> stored(partition, number, end)));
    }

    private void stored(int partition, int number, int end) {
        if (number > settled) {
            if (end == 0) {
                fenced.run();
            } else {
                settled = number;
                outcomes.add(new Stored(partition, end));
            }
        }
    }

    /// Whether it was stored is not known: opening anew ends what is open, and tells.
    private void giveUp(int partition, int number) {
        if (number <= settled) {
            return;
        }
        if (wire.bus().isFenced(epoch)) {
            fenced.run();
            return;
        }
        wire.ask(wire.bus()::takeOver, next -> {
            if (number > settled) {
                settled = number;
                epoch = next;
                outcomes.add(new Uncertain(partition));
            }
        });
        wire.program().after(PATIENCE, () -> giveUp(partition, number));
    }

    @Override
    public Optional<Outcome> outcome() {
        return Optional.ofNullable(outcomes.poll());
    }
}
