package io.pgbaton.fleet.probe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who accepted writes when, in the order in which each began.
public record Tenures(List<Tenure> inOrder) {

    private record Key(String node, int timeline) {}

    public Tenures {
        inOrder = List.copyOf(inOrder);
    }

    public static Tenures of(List<Beat> beats) {
        Map<Key, List<Beat>> byKey = new LinkedHashMap<>();
        List<Beat> sorted = new ArrayList<>(beats);
        sorted.sort((one, other) -> Long.signum(one.heardNanos() - other.heardNanos()));
        sorted.forEach(beat -> byKey.computeIfAbsent(new Key(beat.node(), beat.timeline()), _ -> new ArrayList<>())
                .add(beat));
        return new Tenures(byKey.entrySet().stream()
                .map(entry -> new Tenure(entry.getKey().node(), entry.getKey().timeline(), entry.getValue()))
                .sorted(Comparator.comparingLong(Tenure::certainSince))
                .toList());
    }

    /// Writes accepted by a server after another one had begun to accept them: each is a proof of two primaries. A
    /// write whose sending came before the other's first answer proves nothing and is not counted.
    public long conflicts() {
        long conflicts = 0;
        for (int newer = 1; newer < inOrder.size(); newer++) {
            for (int older = 0; older < newer; older++) {
                conflicts += inOrder.get(older).acceptedAfter(inOrder.get(newer).certainSince());
            }
        }
        return conflicts;
    }

    /// As `conflicts`, for writes of a client that does not know timelines: `node` accepted a write that was sent
    /// at `sentNanos`, while the newest tenure before it, certain by then, was another node's. Writes of a tenure
    /// that is only about to become certain are that tenure's: the node's next one is looked at, too.
    public boolean contradicts(String node, long sentNanos, long heardNanos) {
        Tenure newest = null;
        for (Tenure tenure : inOrder) {
            if (sentNanos - tenure.certainSince() > 0) {
                newest = tenure;
            }
        }
        return newest != null && !newest.node().equals(node) && !beginsAround(node, newest, heardNanos);
    }

    /// Whether a later tenure of `node` may have begun by `heardNanos`: probes beat twenty times a second, so it
    /// becomes certain a little after it began.
    private boolean beginsAround(String node, Tenure after, long heardNanos) {
        return inOrder.stream()
                .skip(inOrder.indexOf(after) + 1L)
                .anyMatch(tenure -> tenure.node().equals(node) && after.acceptedAfter(heardNanos) == 0);
    }

    /// How often the role went to another node.
    public int handovers() {
        int handovers = 0;
        for (int index = 1; index < inOrder.size(); index++) {
            if (!inOrder.get(index).node().equals(inOrder.get(index - 1).node())) {
                handovers++;
            }
        }
        return handovers;
    }

    /// `n1 on timeline 1, n2 on timeline 2`.
    @Override
    public String toString() {
        return String.join(
                ", ",
                inOrder.stream()
                        .map(tenure -> tenure.node() + " on timeline " + tenure.timeline())
                        .toList());
    }
}
