package io.pgbaton.failover.run;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Explanation;
import io.pgbaton.contracts.json.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Why the last decisions about each cluster fell as they did, as the events tell it: every instance knows all of
/// them, whoever decided.
public final class Explanations {

    /// The oldest are forgotten; the history has them all.
    private static final int KEPT = 20;

    private final Map<ClusterId, Map<String, Explanation>> byEvent = new HashMap<>();

    /// One read twice is one.
    synchronized void told(ClusterEvent event) {
        String json = event.outcome().data().get(Explanation.IN_EVENT);
        boolean explains =
                event.knownKind().filter(EventKind.DECISION_EXPLAINED::equals).isPresent();
        if (explains
                && json != null
                && Wire.read(json.getBytes(StandardCharsets.UTF_8), Explanation.class)
                        instanceof Wire.Known<Explanation>(Explanation explanation)) {
            put(byEvent.computeIfAbsent(event.cluster(), _ -> new LinkedHashMap<>()), event.id(), explanation);
        }
    }

    private static void put(Map<String, Explanation> known, String event, Explanation explanation) {
        known.put(event, explanation);
        if (known.size() > KEPT) {
            known.remove(known.keySet().iterator().next());
        }
    }

    /// Newest first.
    public synchronized List<Explanation> of(ClusterId cluster) {
        return new ArrayList<>(byEvent.getOrDefault(cluster, Map.of()).values()).reversed();
    }
}
