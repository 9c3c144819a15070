package io.pgbaton.notifier.route;

import java.util.List;

/// Somebody's wish to hear of something.
public record Subscription(String name, Match match, List<Target> to) {

    public Subscription {
        to = List.copyOf(to);
    }
}
