package io.pgbaton.simulation;

import io.pgbaton.agent.lease.LeaseRules;
import io.pgbaton.failover.decide.FailoverRules;
import io.pgbaton.failover.decide.SynchronousRules;
import io.pgbaton.simulation.faults.Mutation;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// What a simulated cluster is made of. `tells` keeps its story for a person.
public record Settings(
        int standbys, int services, long seed, Set<Mutation> mutations, boolean tells, FailoverRules.Conduct conduct) {

    public static final Duration LEASE = Duration.ofSeconds(3);
    public static final Duration HEARTBEAT = Duration.ofMillis(500);
    public static final double DRIFT = 0.01;
    /// Clients write a kilobyte at a time.
    public static final long MAXIMUM_LAG = 400_000;

    private static final Duration ELECTION = Duration.ofMillis(500);
    private static final Duration PROMOTION = Duration.ofSeconds(10);
    private static final Duration SWITCHOVER = Duration.ofSeconds(20);
    private static final Duration TAIL_RESCUE = Duration.ofSeconds(2);

    /// A walk has many failovers, and nobody who would acknowledge the second.
    private static final FailoverRules.Conduct ALWAYS = new FailoverRules.Conduct(Duration.ZERO, false);

    /// The even seeds start a crashed primary again when its log's end cannot be fetched (rule F5a); with half of the
    /// seeds commits wait for a standby.
    public Settings(int standbys, int services, long seed, Set<Mutation> mutations, boolean tells) {
        this(
                standbys,
                services,
                seed,
                mutations,
                tells,
                ALWAYS.with(onServerCrash(seed)).with(synchronous(seed)));
    }

    private static FailoverRules.OnServerCrash onServerCrash(long seed) {
        return seed % 2 == 0 ? FailoverRules.OnServerCrash.RESTART : FailoverRules.OnServerCrash.PROMOTE;
    }

    private static SynchronousRules synchronous(long seed) {
        SynchronousRules.Mode mode = switch ((int) (seed % 8)) {
            case 3, 4 -> SynchronousRules.Mode.ON;
            case 5, 6 -> SynchronousRules.Mode.STRICT;
            default -> SynchronousRules.Mode.OFF;
        };
        return new SynchronousRules(new SynchronousRules.Rule(mode, 1), Map.of());
    }

    public LeaseRules leaseRules() {
        return LeaseRules.of(LEASE, HEARTBEAT);
    }

    public FailoverRules failoverRules() {
        Duration waited = mutations.contains(Mutation.WAIT_LESS) ? LEASE.dividedBy(3) : LEASE;
        return new FailoverRules(
                waited,
                DRIFT,
                new FailoverRules.Timeouts(ELECTION, PROMOTION, SWITCHOVER, TAIL_RESCUE),
                mutations.contains(Mutation.NO_LAG_LIMIT) ? Long.MAX_VALUE : MAXIMUM_LAG,
                conduct);
    }
}
