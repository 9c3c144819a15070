package io.pgbaton.failover.decide;

import io.pgbaton.contracts.Explanation;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.failover.evidence.Moment;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What to remember once a verdict is stored.
public record Notes(
        Map<Mark, Moment> made,
        Set<Mark> cleared,
        Map<String, String> facts,
        Set<RequestId> settled,
        @Nullable Explanation explained) {

    public static final Notes NONE = new Notes(Map.of(), Set.of(), Map.of(), Set.of(), null);

    public Notes {
        made = Map.copyOf(made);
        cleared = Set.copyOf(cleared);
        facts = Map.copyOf(facts);
        settled = Set.copyOf(settled);
    }

    static Notes settling(RequestId request) {
        return new Notes(Map.of(), Set.of(), Map.of(), Set.of(request), null);
    }
}
