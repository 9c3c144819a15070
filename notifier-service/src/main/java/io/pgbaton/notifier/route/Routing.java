package io.pgbaton.notifier.route;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.EventKind;
import java.util.List;

/// The deliveries an event makes.
public record Routing(List<Subscription> subscriptions) {

    /// Where a `delivery_exhausted` event names the target that could not be reached.
    public static final String FAILED_TARGET = "target";

    public Routing {
        subscriptions = List.copyOf(subscriptions);
    }

    public List<Delivery> deliveries(ClusterEvent event) {
        return subscriptions.stream()
                .filter(subscription -> subscription.match().accepts(event))
                .flatMap(subscription -> subscription.to().stream()
                        .filter(target -> !isAboutItself(event, target))
                        .map(target -> Delivery.of(event, subscription.name(), target)))
                .toList();
    }

    /// A receiver that cannot be reached is not told so: the others are.
    private static boolean isAboutItself(ClusterEvent event, Target target) {
        return isAboutDeliveries(event)
                && target.toString().equals(event.outcome().data().get(FAILED_TARGET));
    }

    /// True for an event about a failed notification. Its own failure makes no further event, or two dead
    /// receivers would report each other for ever.
    public static boolean isAboutDeliveries(ClusterEvent event) {
        return event.subject().kind().equals(EventKind.DELIVERY_EXHAUSTED.wireName());
    }
}
