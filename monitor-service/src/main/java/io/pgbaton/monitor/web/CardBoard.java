package io.pgbaton.monitor.web;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.monitor.fleet.ClusterNow;
import io.pgbaton.monitor.live.LiveFleet;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Every cluster's card as HTML, rendered again only when it looks different, for all viewers together. Each card
/// knows the edition of the board it changed in, so that a page can ask for what is new since its own.
@ApplicationScoped
class CardBoard {

    private static final long FRESH_NANOS = Duration.ofMillis(900).toNanos();

    private final LiveFleet fleet;
    private final Map<ClusterId, Pinned> cards = new TreeMap<>();
    private long edition;
    private long lookedNanos = System.nanoTime() - FRESH_NANOS;

    CardBoard(LiveFleet fleet) {
        this.fleet = fleet;
    }

    /// `appeared` and `changed` are editions.
    record Pinned(Card card, String html, long appeared, long changed) {}

    /// The board at one edition, the sick first.
    record Look(long edition, List<Pinned> cards) {

        Map<Health, Integer> counts() {
            Map<Health, Integer> counts = new EnumMap<>(Health.class);
            for (Health health : Health.values()) {
                counts.put(health, 0);
            }
            cards.forEach(pinned -> counts.merge(pinned.card().health(), 1, Integer::sum));
            return counts;
        }
    }

    private static final Comparator<Pinned> SICK_FIRST = Comparator.comparing(
                    (Pinned pinned) -> pinned.card().health())
            .thenComparing(pinned -> pinned.card().name());

    synchronized Look look() {
        if (System.nanoTime() - lookedNanos >= FRESH_NANOS) {
            edition++;
            fleet.now().forEach(this::pin);
            lookedNanos = System.nanoTime();
        }
        return new Look(edition, cards.values().stream().sorted(SICK_FIRST).toList());
    }

    private void pin(ClusterNow now) {
        Card card = Card.of(now);
        ClusterId cluster = now.picture().cluster();
        Pinned before = cards.get(cluster);
        if (before == null || !before.card().equals(card)) {
            long appeared = before == null ? edition : before.appeared();
            cards.put(cluster, new Pinned(card, Pages.card(card).render(), appeared, edition));
        }
    }
}
