package io.pgbaton.simulation.faults;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Request;
import io.pgbaton.simulation.Settings;
import io.pgbaton.simulation.SimulatedCluster;
import io.pgbaton.simulation.bus.SimulatedBus;
import io.pgbaton.simulation.node.SimulatedHost;
import io.pgbaton.simulation.service.SimulatedService;
import io.pgbaton.simulation.time.Chance;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/// Faults in the order that hurts most, at times left to chance: each is what one rule is for. Without that rule it
/// ends in two writable servers, or in none; with all rules in neither.
@SuppressWarnings("ImmutableEnumChecker") // a story has no state of its own
public enum Drill {
    /// The primary's heartbeats arrive, but the service reads them late; its standbys have lost it.
    READER_LAGS((cluster, chance) -> {
        Faults faults = new Faults(cluster, List.of());
        SimulatedHost primary = cluster.host(cluster.primary());
        faults.cutFromPeers(primary);
        cluster.run(millis(chance, 3_500, 5_000));
        cluster.services().members().forEach(service -> service.lag(chance.millis(8_000, 12_000)));
        hearsLate(cluster, primary);
        cluster.run(millis(chance, 12_000, 16_000));
    }),
    /// The primary loses the bus and goes on by its peers; then the bus is back, is read late, and the peers go.
    ROUTES_CHANGE((cluster, chance) -> {
        Faults faults = new Faults(cluster, List.of());
        SimulatedHost primary = cluster.host(cluster.primary());
        faults.cutFromBus(primary);
        cluster.run(millis(chance, 3_300, 6_000));
        cluster.network().heal();
        cluster.services().members().forEach(service -> service.lag(chance.millis(5_000, 9_000)));
        hearsLate(cluster, primary);
        cluster.run(millis(chance, 0, 700));
        faults.cutFromPeers(primary);
        cluster.run(millis(chance, 5_000, 10_000));
    }),
    /// The primary lives by its peers' grants alone, and one of them is started again with its host.
    GRANTOR_RESTARTS((cluster, chance) -> {
        Faults faults = new Faults(cluster, List.of());
        SimulatedHost primary = cluster.host(cluster.primary());
        faults.cutFromBus(primary);
        cluster.run(millis(chance, 3_200, 6_000));
        faults.cutFromPeers(primary);
        others(cluster, primary).forEach(host -> {
            host.powerOff();
            cluster.scheduler().after(chance.millis(10, 400), host::boot);
        });
        cluster.run(millis(chance, 4_000, 8_000));
    }),
    /// The server hangs; its agent sees it and falls asleep before it acts; the server goes on.
    HANGS_AND_GOES_ON((cluster, chance) -> {
        SimulatedHost primary = cluster.host(cluster.primary());
        cluster.invariants().ambush((node, step) -> {
            if (node.equals(primary.node()) && step.getClass().getSimpleName().equals("Fence")) {
                primary.agent().program().stop();
            }
        });
        primary.server().program().stop();
        cluster.run(millis(chance, 2_200, 4_000));
        primary.server().program().goOn();
        cluster.run(millis(chance, 3_000, 6_000));
        primary.agent().program().goOn();
    }),
    /// The primary is asked to stop, which takes its time.
    HANDS_OVER((cluster, chance) -> {
        for (int times = 0; times < 3; times++) {
            cluster.ask(new Request.Switchover(null));
            cluster.run(millis(chance, 2_000, 6_000));
        }
    }),
    /// The whole agent falls asleep while its server goes on.
    AGENT_SLEEPS((cluster, chance) -> {
        Faults faults = new Faults(cluster, List.of());
        SimulatedHost primary = cluster.host(cluster.primary());
        primary.agent().program().stop();
        if (chance.percent(50)) {
            faults.cutFromPeers(primary);
        }
        cluster.run(millis(chance, 5_000, 12_000));
        primary.agent().program().goOn();
    }),
    /// A candidate falls asleep between "the lease is good" and `pg_promote`; its server is killed, somebody
    /// starts it again, another node is promoted; then it wakes.
    SLEEPS_BEFORE_THE_CALL((cluster, chance) -> {
        SimulatedHost lost = cluster.host(cluster.primary());
        NodeId[] asleep = {lost.node()};
        cluster.invariants().ambush((node, step) -> {
            if (step.getClass().getSimpleName().equals("Call") && asleep[0].equals(lost.node())) {
                asleep[0] = node;
                cluster.host(node).agent().program().stop();
            }
        });
        lost.powerOff();
        cluster.run(millis(chance, 8_000, 12_000));
        SimulatedHost sleeper = cluster.host(asleep[0]);
        if (sleeper != lost) {
            sleeper.server().start();
        }
        cluster.run(millis(chance, 1_500, 4_000));
        sleeper.agent().program().goOn();
        cluster.scheduler().after(chance.millis(1, 3), sleeper.agent().program()::kill);
        cluster.run(millis(chance, 500, 1_000));
        lost.boot();
    }),
    /// A candidate hears of its promotion so late that another one was promoted meanwhile.
    HEARS_LATE((cluster, chance) -> {
        SimulatedHost lost = cluster.host(cluster.primary());
        lost.powerOff();
        boolean[] done = {false};
        cluster.invariants().ambush((node, step) -> {
            String name = step.getClass().getSimpleName();
            if (!done[0] && (name.equals("Claim") || name.equals("Accept"))) {
                done[0] = true;
                cluster.host(node).agent().program().stop();
                cluster.scheduler().after(chance.millis(2_000, 9_000), () -> {
                    cluster.network().slow(SimulatedBus.PLACE, "n" + node, chance.millis(500, 4_000));
                    cluster.host(node).agent().program().goOn();
                });
            }
        });
        cluster.run(millis(chance, 12_000, 16_000));
        lost.boot();
    }),
    /// The primary is cut off, and comes back while the election is open.
    COMES_BACK((cluster, chance) -> {
        Faults faults = new Faults(cluster, List.of());
        SimulatedHost primary = cluster.host(cluster.primary());
        faults.cutFromBus(primary);
        cluster.run(millis(chance, 3_300, 5_000));
        cluster.network().heal();
        cluster.run(millis(chance, 500, 1_000));
    }),
    /// All standbys are gone for good, and the primary's server crashes.
    ALONE((cluster, chance) -> {
        SimulatedHost primary = cluster.host(cluster.primary());
        others(cluster, primary).forEach(SimulatedHost::powerOff);
        cluster.run(millis(chance, 100, 2_000));
        primary.server().kill();
        cluster.runUntil(each -> primary.server().isWritable(), Duration.ofSeconds(60));
        others(cluster, primary).forEach(SimulatedHost::boot);
    }),
    /// The primary is cut off from its peers first, and from the bus later.
    CUT_OFF_TWICE((cluster, chance) -> {
        Faults faults = new Faults(cluster, List.of());
        SimulatedHost primary = cluster.host(cluster.primary());
        faults.cutFromPeers(primary);
        cluster.run(millis(chance, 3_200, 5_000));
        faults.cutFromBus(primary);
        cluster.run(millis(chance, 4_000, 8_000));
    }),
    /// A bulk load has not reached the standbys when the primary's host is lost.
    BULK_LOAD((cluster, chance) -> {
        Faults faults = new Faults(cluster, List.of());
        SimulatedHost primary = cluster.host(cluster.primary());
        faults.cutFromPeers(primary);
        primary.server().load(3 * Settings.MAXIMUM_LAG);
        cluster.run(millis(chance, 600, 1_500));
        primary.powerOff();
        cluster.network().heal();
        cluster.run(millis(chance, 5_000, 9_000));
        primary.boot();
    }),
    /// Commits were confirmed by one standby that the service does not hear any more; the set has changed to another,
    /// which is late, when the primary is lost.
    SET_CHANGES((cluster, chance) -> {
        SimulatedHost primary = cluster.host(cluster.primary());
        List<SimulatedHost> others = others(cluster, primary);
        NodeId late = others.getFirst().node();
        cluster.network().slow(primary.place(), others.getFirst().place(), chance.millis(1_000, 3_000));
        Faults faults = new Faults(cluster, List.of());
        others.stream().skip(1).forEach(faults::cutFromBus);
        cluster.reaches(
                each -> each.view()
                        .policy()
                        .commitsWaitFor()
                        .filter(set -> set.standbys().equals(List.of(late)))
                        .isPresent(),
                Duration.ofSeconds(20));
        cluster.run(millis(chance, 0, 900));
        primary.powerOff();
        cluster.run(millis(chance, 4_000, 8_000));
        cluster.network().heal();
        primary.boot();
    }),
    /// The owner of the partition stands still while it writes its choice; the next owner chooses another node;
    /// then the first goes on writing.
    OWNER_STANDS((cluster, chance) -> {
        SimulatedHost primary = cluster.host(cluster.primary());
        boolean[] done = {false};
        cluster.invariants().ambush((_, step) -> {
            if (!done[0] && step.getClass().getSimpleName().equals("Promise")) {
                done[0] = true;
                cluster.scheduler().after(chance.between(3_000_000, 40_000_000), () -> standStill(cluster));
            }
        });
        primary.powerOff();
        cluster.run(millis(chance, 3_600, 3_900));
        SimulatedHost first = others(cluster, primary).getFirst();
        first.powerOff();
        cluster.run(millis(chance, 5_000, 9_000));
        first.boot();
        cluster.run(millis(chance, 100, 2_000));
        cluster.services().members().forEach(service -> service.wire().program().goOn());
        cluster.run(millis(chance, 500, 4_000));
        primary.boot();
    });

    private final BiConsumer<SimulatedCluster, Chance> story;

    Drill(BiConsumer<SimulatedCluster, Chance> story) {
        this.story = story;
    }

    public void run(SimulatedCluster cluster) {
        story.accept(cluster, cluster.chance());
        cluster.invariants().ambush((_, _) -> {});
        cluster.services().members().forEach(service -> service.lag(0));
        cluster.network().heal();
    }

    /// Acknowledgements come in time for the lease, and news of another primary too late to be of use.
    private static void hearsLate(SimulatedCluster cluster, SimulatedHost primary) {
        cluster.network().slow(SimulatedBus.PLACE, primary.place(), 1_700_000_000L);
    }

    private static void standStill(SimulatedCluster cluster) {
        cluster.services().members().stream()
                .filter(SimulatedService::owns)
                .findFirst()
                .ifPresent(owner -> owner.wire().program().stop());
    }

    private static Duration millis(Chance chance, long least, long most) {
        return Duration.ofNanos(chance.millis(least, most));
    }

    private static List<SimulatedHost> others(SimulatedCluster cluster, SimulatedHost than) {
        return cluster.hosts().stream().filter(host -> host != than).toList();
    }
}
