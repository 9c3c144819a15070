package io.pgbaton.simulation.bus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A consumer of one topic: fetches ahead of the program that reads, and asks again when an answer stays away.
public final class TopicReader<R> {

    private static final long ASK_AGAIN = 700_000_000L;
    private static final int AT_ONCE = 50;

    private final Wire wire;
    private final Topic<R> topic;
    private final Runnable arrived;
    private final Deque<Topic.Batch<R>> fetched = new ArrayDeque<>();
    private int fetchedTo;
    private int position;
    private int asking;

    /// `arrived` is run when there is something to [#poll].
    public TopicReader(Wire wire, Topic<R> topic, int from, Runnable arrived) {
        this.wire = wire;
        this.topic = topic;
        this.arrived = arrived;
        this.fetchedTo = from;
        this.position = from;
    }

    public void start() {
        ask();
    }

    private void ask() {
        int number = ++asking;
        wire.fetch(topic, fetchedTo, AT_ONCE, batch -> take(number, batch));
        wire.program().after(ASK_AGAIN, () -> askAgain(number));
    }

    private void askAgain(int number) {
        if (number == asking) {
            ask();
        }
    }

    private void take(int number, Topic.Batch<R> batch) {
        if (number != asking) {
            return;
        }
        fetched.add(batch);
        fetchedTo = batch.next();
        ask();
        arrived.run();
    }

    /// What has come so far.
    public List<R> poll() {
        List<R> records = new ArrayList<>();
        while (!fetched.isEmpty()) {
            Topic.Batch<R> batch = fetched.remove();
            records.addAll(batch.records());
            position = batch.next();
        }
        return records;
    }

    /// The offset up to which all was polled.
    public int position() {
        return position;
    }
}
