package io.pgbaton.monitor.web;

import java.util.Arrays;
import java.util.List;

/// What the page of the whole fleet shows. `cards` are HTML already; `run` tells one run of the service from the
/// next.
public record FleetPage(List<Count> counts, int total, List<String> cards, long edition, String run) {

    public record Count(Health health, int number) {}

    static FleetPage of(CardBoard.Look look, String run) {
        List<String> cards = look.cards().stream().map(CardBoard.Pinned::html).toList();
        return new FleetPage(counts(look), cards.size(), cards, look.edition(), run);
    }

    static List<Count> counts(CardBoard.Look look) {
        return Arrays.stream(Health.values())
                .map(health -> new Count(health, look.counts().getOrDefault(health, 0)))
                .toList();
    }
}
