package io.pgbaton.failover.run;

import io.pgbaton.failover.decide.Verdict;
import io.pgbaton.failover.evidence.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The transactions of one partition in one tenure, one at a time. What is decided while one is under way goes
/// with the next, all together: a lost zone costs a few transactions, not one a cluster.
final class PartitionRun {

    private final int partition;
    private final long tenure;
    private List<Pending> gathered = new ArrayList<>();
    private List<Pending> underWay = List.of();
    private Stage stage = Stage.IDLE;
    private OptionalLong awaitedEnd = OptionalLong.empty();

    PartitionRun(int partition, long tenure) {
        this.partition = partition;
        this.tenure = tenure;
    }

    long tenure() {
        return tenure;
    }

    private enum Stage {
        IDLE,
        WRITING,
        /// Stored, and not yet all read back.
        READING_BACK,
        /// Perhaps stored: read the log to its end, then decide anew.
        READING_AGAIN
    }

    private record Pending(ClusterRun cluster, Verdict verdict, Moment since) {}

    void add(ClusterRun cluster, Verdict verdict, Moment since) {
        cluster.await(verdict);
        gathered.add(new Pending(cluster, verdict, since));
    }

    void flush(Journal journal) {
        if (stage != Stage.IDLE || gathered.isEmpty()) {
            return;
        }
        underWay = gathered;
        gathered = new ArrayList<>();
        stage = Stage.WRITING;
        journal.write(
                partition,
                underWay.stream()
                        .map(pending -> new Journal.Entry(
                                pending.verdict().decisions(), pending.verdict().events()))
                        .toList());
    }

    void settle(Journal.Outcome outcome, Bus bus, Meters meters, Moment now) {
        switch (outcome) {
            case Journal.Stored(int _, long decisionsEnd) -> {
                for (Pending pending : underWay) {
                    meters.decided(now.since(pending.since()));
                    pending.verdict().events().forEach(meters::told);
                }
                awaitedEnd = OptionalLong.of(decisionsEnd);
                stage = Stage.READING_BACK;
            }
            case Journal.Dropped _ -> {
                meters.dropped();
                awaitedEnd = OptionalLong.of(0);
                stage = Stage.READING_AGAIN;
            }
            case Journal.Uncertain _ -> {
                meters.dropped();
                awaitedEnd = bus.decisionsEnd(partition);
                stage = Stage.READING_AGAIN;
            }
        }
    }

    void release(Bus bus, Moment now) {
        if (stage == Stage.IDLE || stage == Stage.WRITING || !isReadBack(bus)) {
            return;
        }
        for (Pending pending : underWay) {
            if (stage == Stage.READING_BACK) {
                pending.cluster().stored();
            } else {
                pending.cluster().given(now);
            }
        }
        underWay = List.of();
        stage = Stage.IDLE;
    }

    private boolean isReadBack(Bus bus) {
        if (awaitedEnd.isEmpty()) {
            awaitedEnd = bus.decisionsEnd(partition);
        }
        return awaitedEnd.isPresent() && bus.decisionsReadTo(partition) >= awaitedEnd.getAsLong();
    }
}
