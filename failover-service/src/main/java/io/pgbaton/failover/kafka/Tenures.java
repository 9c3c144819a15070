package io.pgbaton.failover.kafka;

import io.pgbaton.failover.evidence.Moment;
import io.pgbaton.failover.run.Meters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which partitions this instance decides for, and the steps of taking one over (rule O1): fence the older owner,
/// read its decisions to the end, then hear the nodes from an end fetched after that.
final class Tenures {

    private static final Logger LOG = LoggerFactory.getLogger(Tenures.class);
    /// Agents describe their nodes every ten seconds.
    private static final Duration DESCRIPTIONS_BACK = Duration.ofSeconds(15);
    /// For the group to say who the owner is, when somebody else has fenced this one.
    private static final Duration AFTER_A_FENCE = Duration.ofMillis(250);

    private final LogReader reader;
    private final TransactionalJournal journal;
    private final Meters meters;
    private final Map<Integer, Tenure> tenures = new TreeMap<>();
    private final Map<Integer, Moment> fencedAt = new HashMap<>();
    private long count;

    Tenures(LogReader reader, TransactionalJournal journal, Meters meters) {
        this.reader = reader;
        this.journal = journal;
        this.meters = meters;
    }

    /// Ends the tenures of `left`, and of what is not in `assigned`, at once.
    void end(Set<Integer> left, Set<Integer> assigned) {
        Set<Integer> gone = new TreeSet<>(tenures.keySet());
        gone.removeIf(partition -> !left.contains(partition) && assigned.contains(partition));
        gone.forEach(this::end);
        if (!gone.isEmpty()) {
            LOG.info("gave up partitions {}: deciding for {}", gone, live());
        }
    }

    private void end(int partition) {
        tenures.remove(partition);
        journal.release(partition);
        reader.drop(LogReader.heartbeatsOf(partition));
    }

    /// Begins what is assigned and not begun yet, and takes every take-over under way as far as it goes now.
    void advance(Set<Integer> assigned, Moment now) {
        endFenced(now);
        for (int partition : assigned) {
            if (!tenures.containsKey(partition) && mayBegin(partition, now)) {
                tenures.put(partition, Tenure.begin(++count, now));
                journal.open(partition);
            }
        }
        fence();
        hear();
        goLive(now);
    }

    private void endFenced(Moment now) {
        for (int partition : Set.copyOf(tenures.keySet())) {
            if (journal.isFenced(partition)) {
                end(partition);
                fencedAt.put(partition, now);
            }
        }
    }

    private boolean mayBegin(int partition, Moment now) {
        Moment fenced = fencedAt.get(partition);
        if (fenced != null && now.since(fenced).compareTo(AFTER_A_FENCE) < 0) {
            return false;
        }
        fencedAt.remove(partition);
        return true;
    }

    private void fence() {
        List<Integer> fenced =
                in(Tenure.Step.FENCING).stream().filter(journal::isOpen).toList();
        if (fenced.isEmpty()) {
            return;
        }
        List<TopicPartition> history = new ArrayList<>();
        fenced.forEach(partition -> history.addAll(LogReader.historyOf(partition)));
        Map<TopicPartition, Long> ends = reader.endsOf(history);
        for (int partition : fenced) {
            Map<TopicPartition, Long> own = new HashMap<>(ends);
            own.keySet().removeIf(log -> log.partition() != partition);
            tenures.computeIfPresent(partition, (_, tenure) -> tenure.fenced(own));
        }
    }

    private void hear() {
        List<TopicPartition> ready = in(Tenure.Step.HISTORY).stream()
                .filter(partition -> reader.hasReadHistory() && isRead(partition))
                .map(LogReader::heartbeatsOf)
                .toList();
        if (ready.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> ends = reader.endsOf(ready);
        reader.add(ready, System.currentTimeMillis() - DESCRIPTIONS_BACK.toMillis());
        for (TopicPartition heartbeats : ready) {
            tenures.computeIfPresent(
                    heartbeats.partition(),
                    (_, tenure) -> tenure.listening(heartbeats, ends.getOrDefault(heartbeats, 0L)));
        }
    }

    private void goLive(Moment now) {
        List<Integer> ready =
                in(Tenure.Step.HEARTBEATS).stream().filter(this::isRead).toList();
        for (int partition : ready) {
            tenures.computeIfPresent(partition, (_, tenure) -> {
                meters.tookOver(now.since(tenure.begun()));
                return tenure.live();
            });
        }
        if (!ready.isEmpty()) {
            LOG.info("took over partitions {}: deciding for {}", ready, live());
        }
    }

    private boolean isRead(int partition) {
        return of(partition).filter(tenure -> reader.isAt(tenure.ends())).isPresent();
    }

    private List<Integer> in(Tenure.Step step) {
        return tenures.entrySet().stream()
                .filter(each -> each.getValue().isAt(step))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// What was read of these partitions is not what stands there: it is taken over anew.
    void restart(Set<TopicPartition> logs) {
        logs.stream().map(TopicPartition::partition).distinct().forEach(this::end);
    }

    Optional<Tenure> of(int partition) {
        return Optional.ofNullable(tenures.get(partition));
    }

    List<Integer> live() {
        return in(Tenure.Step.LIVE);
    }

    List<Integer> all() {
        return List.copyOf(tenures.keySet());
    }
}
