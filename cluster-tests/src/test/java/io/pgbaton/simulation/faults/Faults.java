package io.pgbaton.simulation.faults;

import io.pgbaton.contracts.Request;
import io.pgbaton.simulation.SimulatedCluster;
import io.pgbaton.simulation.bus.SimulatedBus;
import io.pgbaton.simulation.node.SimulatedHost;
import io.pgbaton.simulation.server.DataFiles;
import io.pgbaton.simulation.service.SimulatedService;
import io.pgbaton.simulation.time.Chance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes faults, and takes them back: each after its time, all at once when they end.
public final class Faults {

    private static final long MILLION = 1_000_000L;
    private static final List<String> AMBUSHED = List.of(
            "Fence", "Freeze", "Promise", "Alive", "Promote", "Accept", "Claim", "Arm", "Call", "Done", "Abandon",
            "Adopt", "Follow", "Rejoin", "Start");
    private static final List<Fault> BY_WEIGHT = byWeight();

    private final SimulatedCluster cluster;
    private final Chance chance;
    private final Set<Fault> allowed;
    private final Map<Fault, Integer> made = new EnumMap<>(Fault.class);
    private final List<Runnable> undone = new ArrayList<>();

    public Faults(SimulatedCluster cluster, Collection<Fault> allowed) {
        this.cluster = cluster;
        this.chance = cluster.chance();
        this.allowed = Set.copyOf(allowed);
    }

    private static List<Fault> byWeight() {
        List<Fault> all = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            for (int each = 0; each < fault.weight(); each++) {
                all.add(fault);
            }
        }
        return List.copyOf(all);
    }

    public Map<Fault, Integer> made() {
        return made;
    }

    /// One of them, somewhere, for some time.
    public void makeOne() {
        Fault fault = chance.of(BY_WEIGHT);
        for (int tries = 0; tries < 50 && !allowed.contains(fault); tries++) {
            fault = chance.of(BY_WEIGHT);
        }
        SimulatedHost host =
                chance.percent(50) ? cluster.view().primary().map(cluster::host).orElseGet(this::anyHost) : anyHost();
        SimulatedService service = chance.of(cluster.services().members());
        if (allowed.contains(fault)) {
            made.merge(fault, 1, Integer::sum);
            make(fault, host, service);
        }
    }

    private SimulatedHost anyHost() {
        return chance.of(List.copyOf(cluster.hosts()));
    }

    /// Mostly short of a lease, sometimes much longer.
    private long someTime() {
        return chance.percent(50) ? chance.millis(20, 3_500) : chance.millis(1_000, 15_000);
    }

    private void make(Fault fault, SimulatedHost host, SimulatedService service) {
        long time = someTime();
        cluster.tell(fault + " " + host.place() + " " + service.name() + " for " + time / MILLION + " ms");
        switch (fault) {
            case POSTMASTER_KILLED -> host.server().killPostmaster();
            case SERVER_KILLED -> host.server().kill();
            case SERVER_STOPPED -> stop(host.server().program(), time);
            case AGENT_KILLED -> host.agent().program().kill();
            case AGENT_STOPPED -> stop(host.agent().program(), time);
            case GUARD_KILLED -> killGuard(host);
            // the guard runs within its margin whenever its server runs
            case GUARD_STOPPED -> stop(host.guard().program(), Math.min(time, 200 * MILLION));
            case HOST_LOST -> loseHost(host, time);
            case HOST_STANDS -> standStill(host, time);
            case NODE_CUT_OFF -> {
                cluster.isolate(host.node());
                undo(time, () -> cluster.heal(host.node()));
            }
            case BUS_CUT_OFF -> cutSome(host.place(), List.of(SimulatedBus.PLACE), time);
            case PEERS_CUT_OFF -> cutSome(host.place(), otherHosts(host), time);
            case LINK_CUT -> cutLink(time);
            case LINK_SLOW -> slowLink(host, time);
            case SERVICE_LAGS -> slow(SimulatedBus.PLACE, service.name(), chance.millis(200, 6_000), time);
            case AMBUSH -> ambush();
            case NETWORK_DISTURBED -> {
                cluster.network().disturb((int) chance.between(1, 25), chance.millis(5, 400));
                undo(time, () -> cluster.network().disturb(0, 0));
            }
            case DISK_SLOW -> {
                host.disk().slowness = chance.millis(20, 900);
                undo(time, () -> host.disk().slowness = MILLION);
            }
            case DISK_FULL -> {
                full(host, true);
                undo(time, () -> full(host, false));
            }
            case BUS_AWAY -> {
                cluster.bus().up(false);
                undo(time, () -> cluster.bus().up(true));
            }
            case READERS_HELD -> cluster.bus().holdReaders(Math.min(time, 6_000 * MILLION));
            case SERVICE_KILLED -> killService(service);
            case SERVICE_STANDS -> {
                service.wire().program().hostStands(true);
                undo(time, () -> service.wire().program().hostStands(false));
            }
            case SERVICE_CUT_OFF -> {
                cut(service.name(), SimulatedBus.PLACE, time);
                cut(SimulatedBus.PLACE, service.name(), time);
            }
            case SWITCHOVER -> cluster.ask(new Request.Switchover(chance.percent(50) ? null : host.node()));
            case STARTED_BY_HAND -> {
                if (host.isPowered() && !host.server().files().halfRebuilt) {
                    host.server().start();
                }
            }
            case PROMOTED_BY_HAND -> promoteByHand(host);
            case BACKUP_RESTORED -> restoreBackup(host, time);
        }
    }

    private void undo(long time, Runnable what) {
        boolean[] done = {false};
        Runnable once = () -> {
            if (!done[0]) {
                done[0] = true;
                what.run();
            }
        };
        undone.add(once);
        cluster.scheduler().after(time, once);
    }

    private static void full(SimulatedHost host, boolean now) {
        host.disk().full = now;
        host.server().diskFull(now);
    }

    private void stop(io.pgbaton.simulation.time.Program program, long time) {
        program.stop();
        undo(time, program::goOn);
    }

    private void killGuard(SimulatedHost host) {
        if (host.isPowered() && !host.stands()) {
            host.killGuard();
        }
    }

    private void loseHost(SimulatedHost host, long time) {
        if (host.isPowered()) {
            host.powerOff();
            undo(time, host::boot);
        }
    }

    /// What S1 does not cover: a whole host that wakes, for as long as its guard may take.
    private void standStill(SimulatedHost host, long time) {
        host.stand(true);
        undo(time, () -> {
            cluster.invariants()
                    .excuse(
                            host.node(),
                            cluster.scheduler().now()
                                    + cluster.settings().leaseRules().killBefore() * MILLION);
            host.stand(false);
        });
    }

    private void cutLink(long time) {
        List<String> places = cluster.places().toList();
        cut(chance.of(places), chance.of(places), time);
    }

    private List<String> otherHosts(SimulatedHost host) {
        return cluster.hosts().stream()
                .map(SimulatedHost::place)
                .filter(place -> !place.equals(host.place()))
                .toList();
    }

    /// Both ways, until the network is healed.
    void cutFromPeers(SimulatedHost host) {
        cutBoth(host, otherHosts(host));
    }

    void cutFromBus(SimulatedHost host) {
        cutBoth(host, List.of(SimulatedBus.PLACE));
    }

    private void cutBoth(SimulatedHost host, List<String> others) {
        others.forEach(other -> {
            cluster.network().cut(host.place(), other);
            cluster.network().cut(other, host.place());
        });
    }

    /// Both ways, or one of them.
    private void cutSome(String place, List<String> others, long time) {
        int ways = (int) chance.between(0, 3);
        for (String other : others) {
            if (ways != 1) {
                cut(place, other, time);
            }
            if (ways != 2) {
                cut(other, place, time);
            }
        }
    }

    private void slowLink(SimulatedHost host, long time) {
        long by = chance.millis(100, 5_000);
        if (chance.percent(60)) {
            boolean out = chance.percent(50);
            slow(out ? host.place() : SimulatedBus.PLACE, out ? SimulatedBus.PLACE : host.place(), by, time);
        } else {
            List<String> places = cluster.places().toList();
            slow(chance.of(places), chance.of(places), by, time);
        }
    }

    private void slow(String from, String to, long by, long time) {
        cluster.network().slow(from, to, by);
        undo(time, () -> cluster.network().slow(from, to, 0));
    }

    /// Waits for an agent to choose a certain step, and strikes between its choice and its act.
    private void ambush() {
        String awaited = chance.of(AMBUSHED);
        int after = (int) chance.between(0, 2);
        int[] seen = {0};
        cluster.invariants().ambush((node, step) -> {
            if (step.getClass().getSimpleName().equals(awaited) && seen[0]++ == after) {
                strike(cluster.host(node));
            }
        });
    }

    private void strike(SimulatedHost host) {
        long time = someTime();
        int how = (int) chance.between(0, 9);
        cluster.tell("ambush on " + host.place() + " " + how + " for " + time / MILLION + " ms");
        switch (how) {
            case 0, 1, 2, 3 -> stop(host.agent().program(), time);
            case 4 -> host.agent().program().kill();
            case 5 ->
                make(Fault.NODE_CUT_OFF, host, chance.of(cluster.services().members()));
            case 6 -> make(Fault.BUS_CUT_OFF, host, chance.of(cluster.services().members()));
            case 7 -> stop(host.server().program(), time);
            case 8 -> host.server().killPostmaster();
            default -> loseHost(host, time);
        }
    }

    private void cut(String from, String to, long time) {
        cluster.network().cut(from, to);
        undo(time, () -> cluster.network().mend(from, to));
    }

    private void killService(SimulatedService service) {
        service.restart();
        cluster.services().start(service);
    }

    /// `pg_promote` by hand: the guard ends it within one poll of its becoming writable.
    private void promoteByHand(SimulatedHost host) {
        if (host.server().isUp() && host.server().inRecovery()) {
            cluster.invariants()
                    .promotedByHand(host.node(), host.server().program().life());
            host.server().promote(host.server().program().life());
        }
    }

    /// Somebody puts files of an earlier day in the place of a standby's.
    private void restoreBackup(SimulatedHost host, long time) {
        DataFiles backup = host.server().files().copy();
        undo(time, () -> {
            if (host.server().inRecovery() && host.isPowered() && !host.server().files().halfRebuilt) {
                cluster.invariants().backupRestored();
                host.server().kill();
                host.server().files().become(backup);
            }
        });
    }

    /// From now on nothing is wrong any more.
    public void end() {
        cluster.tell("faults end");
        cluster.invariants().ambush((_, _) -> {});
        List.copyOf(undone).forEach(Runnable::run);
        cluster.network().heal();
        cluster.bus().up(true);
    }
}
