package io.pgbaton.cli.cluster;

import io.pgbaton.cli.output.Sparkline;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.fleet.HistorySample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

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

    /// The period in `count` parts, each with the furthest it was behind in it; [Sparkline#UNKNOWN] where nothing was
    /// sampled.
    long[] parts(Instant begin, Duration length, int count) {
        long[] parts = new long[count];
        Arrays.fill(parts, Sparkline.UNKNOWN);
        for (HistorySample sample : samples) {
            long since = Duration.between(begin, sample.at()).toMillis();
            int part = Math.clamp(since * count / Math.max(1, length.toMillis()), 0, count - 1);
            parts[part] = Math.max(parts[part], behind(sample));
        }
        return parts;
    }
}
