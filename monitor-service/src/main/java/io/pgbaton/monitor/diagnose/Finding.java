package io.pgbaton.monitor.diagnose;

import io.pgbaton.contracts.fleet.ClusterStatus.Health;

/// What the facts add up to, as a sentence for a person, and the health it leaves the cluster with at best.
public record Finding(Health health, String sentence) {

    static Finding degraded(String sentence) {
        return new Finding(Health.DEGRADED, sentence);
    }

    static Finding down(String sentence) {
        return new Finding(Health.DOWN, sentence);
    }
}
