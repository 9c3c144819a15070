package io.pgbaton.notifier.route;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.Severity;
import java.util.List;

/// Which events a subscription wants: any of the kinds, of any of the clusters, at or above a severity. Kinds are
/// patterns over names, so an event of a kind this version does not know is routed like any other.
public record Match(List<Glob> events, List<Glob> clusters, Severity minimum) {

    public static final Match EVERYTHING = new Match(List.of(Glob.ANY), List.of(Glob.ANY), Severity.INFO);

    public Match {
        events = List.copyOf(events);
        clusters = List.copyOf(clusters);
    }

    public boolean accepts(ClusterEvent event) {
        return event.outcome().severity().compareTo(minimum) >= 0
                && matchesAny(clusters, event.cluster().name())
                && matchesAny(events, event.subject().kind());
    }

    private static boolean matchesAny(List<Glob> globs, String text) {
        return globs.stream().anyMatch(glob -> glob.matches(text));
    }
}
