package io.pgbaton.notifier.deliver;

import io.pgbaton.notifier.route.Target;
import java.util.Map;
import java.util.Optional;

/// How every target of the subscriptions is reached. Looked up at each attempt, so that a new address or secret
/// also serves what is already waiting, and no secret is ever stored with a delivery.
public record Directory(Map<Target, Endpoint> endpoints, Optional<Smtp> smtp) {

    public Directory {
        endpoints = Map.copyOf(endpoints);
    }

    public Optional<Endpoint> of(Target target) {
        return Optional.ofNullable(endpoints.get(target));
    }
}
