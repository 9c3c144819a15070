package io.pgbaton.notifier.outbox;

import io.pgbaton.notifier.deliver.Outcome;
import io.pgbaton.notifier.route.Target;
import io.pgbaton.notifier.schedule.Breaker;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// One gate a receiver: how many deliveries may be under way to it, given how it has behaved. Guarded by its
/// [Desk].
final class Gates {

    private final Breaker.Rules rules;
    private final int width;
    private final Map<Target, Gate> gates = new HashMap<>();

    Gates(Breaker.Rules rules, int width) {
        this.rules = rules;
        this.width = width;
    }

    private record Gate(Breaker breaker, int underWay) {
        static final Gate FRESH = new Gate(Breaker.fresh(), 0);
    }

    boolean lets(Target target, Instant now) {
        Gate gate = of(target);
        return gate.underWay < gate.breaker.allows(width, now);
    }

    void entered(Target target) {
        Gate gate = of(target);
        gates.put(target, new Gate(gate.breaker, gate.underWay + 1));
    }

    void left(Target target) {
        Gate gate = of(target);
        gates.put(target, new Gate(gate.breaker, gate.underWay - 1));
    }

    void judge(Target target, Outcome outcome, Instant now) {
        Gate gate = of(target);
        gates.put(target, new Gate(judged(gate.breaker, outcome, now), gate.underWay));
    }

    /// A refusal is an answer: it says something of the delivery, and that the receiver is there.
    private Breaker judged(Breaker breaker, Outcome outcome, Instant now) {
        return switch (outcome) {
            case Outcome.Delivered _, Outcome.Refused _, Outcome.Gone _ -> breaker.succeeded();
            case Outcome.Failed failed when failed.pause().isPositive() -> breaker.asked(failed.pause(), now);
            case Outcome.Failed _ -> breaker.failed(rules, now);
        };
    }

    boolean isOpen(Target target, Instant now) {
        return of(target).breaker.isOpen(now);
    }

    boolean isClosed(Target target, Instant now) {
        return of(target).breaker.level(now) == 0;
    }

    Set<Target> open(Instant now) {
        return gates.entrySet().stream()
                .filter(each -> each.getValue().breaker.isOpen(now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    int level(Target target, Instant now) {
        return of(target).breaker.level(now);
    }

    private Gate of(Target target) {
        return gates.getOrDefault(target, Gate.FRESH);
    }
}
