package io.pgbaton.cli.cluster;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.fleet.HistorySample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How far one standby was behind over a period: bytes it had not received or not replayed.
record LagHistory(NodeId standby, List<HistorySample> samples) {

    /// By the standby's id; the samples of each in the order of time.
    static List<LagHistory> of(List<HistorySample> samples) {
        Map<NodeId, List<HistorySample>> byStandby = new TreeMap<>();
        samples.stream()
                .sorted(Comparator.comparing(HistorySample::at))
                .forEach(sample -> byStandby
                        .computeIfAbsent(sample.standby(), _ -> new ArrayList<>())
                        .add(sample));
        return byStandby.entrySet().stream()
                .map(each -> new LagHistory(each.getKey(), each.getValue()))
                .toList();
    }

    static long behind(HistorySample sample) {
        return Objects.requireNonNullElse(sample.replicationLag(), 0L)
                + Objects.requireNonNullElse(sample.applyLag(), 0L);
    }

    HistorySample last() {
        return samples.getLast();
    }

    /// When it was furthest behind; the last time, when there are several.
    HistorySample worst() {
        return samples.stream()
                .max(Comparator.comparing(LagHistory::behind).thenComparing(HistorySample::at))
                .orElseThrow();
    }

    /// The period in `count` parts, each with the furthest it was behind in it; null where nothing was sampled.
    List<@Nullable Long> parts(Instant begin, Duration length, int count) {
        List<@Nullable Long> parts = new ArrayList<>(Collections.nCopies(count, null));
        for (HistorySample sample : samples) {
            long since = Duration.between(begin, sample.at()).toMillis();
            int part = (int) Math.clamp(since * count / Math.max(1, length.toMillis()), 0, count - 1);
            Long before = parts.get(part);
            parts.set(
                    part,
                    before == null ? Long.valueOf(behind(sample)) : Long.valueOf(Math.max(before, behind(sample))));
        }
        return parts;
    }
}
