package io.pgbaton.monitor.diagnose;

import io.pgbaton.contracts.fleet.ClusterStatus.Health;
import io.pgbaton.monitor.fleet.ClusterNow;
import java.util.List;

/// Everything that is wrong with a cluster, the worst first in kind.
public record Diagnosis(List<Finding> findings) {

    private static final List<Check> CHECKS = List.of(
            new UnderWay(),
            new TwoPrimaries(),
            new NoPrimary(),
            new RoleDiffers(),
            new NodeSilent(),
            new ServerDown(),
            new StandbyDetached(),
            new TimelineBehind(),
            new StandbyLagging(),
            new NotRegistered());

    public static Diagnosis of(ClusterNow now) {
        return new Diagnosis(
                CHECKS.stream().flatMap(check -> check.examine(now)).toList());
    }

    /// A halt outranks all; while an election is open the missing primary is being dealt with.
    public Health health() {
        return List.of(Health.HALTED, Health.FAILING_OVER, Health.DOWN, Health.DEGRADED).stream()
                .filter(health -> findings.stream().anyMatch(finding -> finding.health() == health))
                .findFirst()
                .orElse(Health.OK);
    }

    public List<String> sentences() {
        return findings.stream().map(Finding::sentence).toList();
    }
}
