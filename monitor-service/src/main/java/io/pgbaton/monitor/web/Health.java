package io.pgbaton.monitor.web;

import io.pgbaton.contracts.fleet.ClusterStatus;
import java.util.Arrays;
import java.util.Locale;

/// A cluster's health as the page says it: a word and a sign besides the colour, and the sick before the well.
public enum Health {
    HALTED("needs a person", "octagon"),
    DOWN("down", "cross"),
    FAILING_OVER("failing over", "swap"),
    DEGRADED("degraded", "triangle"),
    OK("healthy", "check");

    private final String word;
    private final String sign;

    Health(String word, String sign) {
        this.word = word;
        this.sign = sign;
    }

    static Health of(ClusterStatus.Health health) {
        return Arrays.stream(values())
                .filter(shown -> shown.name().equals(health.name()))
                .findFirst()
                .orElseThrow();
    }

    public String word() {
        return word;
    }

    /// The id of its symbol in the sprite.
    public String sign() {
        return sign;
    }

    /// For CSS classes and data attributes.
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
