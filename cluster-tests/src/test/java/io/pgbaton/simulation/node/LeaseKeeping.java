package io.pgbaton.simulation.node;

import io.pgbaton.agent.lease.Grants;
import io.pgbaton.agent.lease.LeaseClock;
import io.pgbaton.agent.lease.LeaseRecord;
import io.pgbaton.agent.lease.LeaseRules;
import io.pgbaton.agent.lease.Restart;
import io.pgbaton.agent.lease.Standing;
import io.pgbaton.agent.moves.DecisionLog;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Term;
import io.pgbaton.simulation.bus.Wire;
import io.pgbaton.simulation.faults.Mutation;
import io.pgbaton.simulation.time.Program;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Carries the lease's questions and answers between the pure [LeaseClock] and [Grants] and the world: heartbeats
/// acknowledged, claims, grants, the lease file.
final class LeaseKeeping {

    private static final long MILLION = 1_000_000L;
    private static final long ROUND = 50;
    private static final long PEER_PATIENCE = 600;
    private static final long PATIENCE = 1_500 * MILLION;

    private final Surroundings around;
    private final SimulatedAgent agent;
    private final Program program;
    private final LeaseRules rules;
    private final Map<NodeId, Long> asking = new HashMap<>();
    private LeaseClock clock;
    private Grants grants;
    private long nonces;
    private boolean promising;

    LeaseKeeping(Surroundings around, SimulatedAgent agent, Program program) {
        this.around = around;
        this.agent = agent;
        this.program = program;
        this.rules = around.self().rules();
        this.clock = LeaseClock.none(rules);
        this.grants =
                around.world().mutations().has(Mutation.FORGET_GRANT) ? Grants.NONE : Grants.atStart(rules, now());
    }

    /// Rounded up: later than it is, never earlier.
    long now() {
        return (program.clock().nanos() + MILLION - 1) / MILLION;
    }

    /// Rounded down.
    private long sending() {
        return program.clock().nanos() / MILLION;
    }

    LeaseClock clock() {
        return clock;
    }

    Grants grants() {
        return grants;
    }

    /// L7: what the lease file that was found means; the term to give up, or none.
    Term resume(Standing standing) {
        Optional<String> text = Optional.ofNullable(around.host().disk().lease).map(LeaseRecord::text);
        return switch (Restart.from(text, standing, rules, boot(), now())) {
            case Restart.NoLease _ -> Term.NONE;
            case Restart.GoesOn(LeaseClock lease) -> {
                clock = goesOn(lease, standing);
                yield Term.NONE;
            }
            case Restart.Fence(Term term, String _) -> term;
        };
    }

    /// M1: by the view that was kept, when it is none that is older than one this node has named.
    private LeaseClock goesOn(LeaseClock lease, Standing standing) {
        ClusterView kept = around.host().disk().view;
        if (kept == null || !kept.term().equals(lease.term()) || kept.version() < standing.view()) {
            return lease;
        }
        return lease.lead(LeaseClock.Reign.of(kept, around.self().node()), now());
    }

    private String boot() {
        return "boot-" + around.host().disk().booted;
    }

    /// For a restart, before a heartbeat names it.
    void keep(ClusterView view) {
        if (!around.host().disk().full) {
            around.host().disk().view = view;
        }
    }

    void lead(ClusterView view) {
        clock = clock.lead(LeaseClock.Reign.of(view, around.self().node()), now());
    }

    void ended() {
        clock = clock.ended();
        around.host().disk().lease = null;
    }

    /// Repeats itself while the agent lives: claims when a claim is due, asks for grants, fences when the lease
    /// runs out, whatever move is under way.
    void round() {
        if (clock.claimDue(now())) {
            claim();
        }
        // sorted: the order of an immutable set differs from one run of the JVM to the next
        clock.grantsWanted(now()).stream().sorted().forEach(this::askFor);
        if (clock.fenceDue(now())) {
            agent.lapsed(clock.term());
        }
        keepFile();
        program.after(ROUND * MILLION, this::round);
    }

    private void claim() {
        String nonce = around.self().node() + "/" + program.life() + "/" + ++nonces;
        DecisionLog log = agent.log();
        Decision.Claim claim = new Decision.Claim(
                around.self().cluster(),
                log.view().version(),
                clock.term(),
                around.self().node(),
                nonce);
        if (!log.upholds(claim)) {
            return;
        }
        clock = clock.claimSent(nonce, sending());
        around.world().notices().step(around.self().node(), claim);
        Wire wire = around.host().wire();
        program.then(() -> wire.deliver(() -> wire.bus().decisions().append(claim), PATIENCE, _ -> {}));
    }

    /// L1c: this node's own claim comes by in the log; `before` is the log up to it.
    void read(Decision.Claim claim, DecisionLog before) {
        if (claim.node().equals(around.self().node())) {
            clock = clock.claimRead(claim.nonce(), before.upholds(claim), now());
            keepFile();
            agent.ring();
        }
    }

    /// What the heartbeat that is sent now will be worth.
    LeaseClock.Beat beat(Term acting) {
        return new LeaseClock.Beat(acting, sending());
    }

    void acknowledged(LeaseClock.Beat beat) {
        if (around.world().mutations().has(Mutation.FIRST_ACK) && clock.leads() && !clock.begun()) {
            clock = clock.claimSent("none", beat.sentAt()).claimRead("none", true, beat.sentAt());
        }
        clock = clock.acknowledged(beat, acknowledgedAt(beat));
        keepFile();
        if (!clock.begun()) {
            return;
        }
        agent.ring();
    }

    private long acknowledgedAt(LeaseClock.Beat beat) {
        boolean late = around.world().mutations().has(Mutation.LATE_ACK);
        boolean mixed = around.world().mutations().has(Mutation.MIX_ROUTES) && clock.holds(now());
        return late || mixed ? Math.min(beat.sentAt(), clock.busUntil() - 1) : now();
    }

    /// Writes the lease file when a renewal is worth it (the guard reads it).
    void keepFile() {
        if (!clock.begun() || !clock.holds(now())) {
            return;
        }
        LeaseRecord next = clock.record(boot(), "data");
        LeaseRecord written = around.host().disk().lease;
        if (written == null || written.isStale(next, rules)) {
            writeFile(next, () -> {}, () -> {});
        }
    }

    /// Before `pg_promote`, whatever stands there (L6).
    void writeFile(Runnable done) {
        if (clock.begun()) {
            writeFile(clock.record(boot(), "data"), done, program::kill);
        } else {
            done.run();
        }
    }

    private void writeFile(LeaseRecord next, Runnable done, Runnable failed) {
        NodeDisk disk = around.host().disk();
        program.after(disk.slowness, () -> {
            if (disk.full) {
                failed.run();
                return;
            }
            if (clock.begun() && clock.term().equals(next.term())) {
                disk.lease = next;
            }
            done.run();
        });
    }

    private void askFor(NodeId follower) {
        long sent = sending();
        Long last = asking.get(follower);
        if (last != null && sent - last < Math.min(PEER_PATIENCE, rules.heartbeat())) {
            return;
        }
        asking.put(follower, sent);
        LeaseClock.GrantAsked asked = new LeaseClock.GrantAsked(follower, clock.term(), sent);
        Grants.Request request = new Grants.Request(
                clock.term(), clock.reign().view(), around.self().node());
        String there = around.world().peers().place(follower);
        around.world().network().sendOnce(around.host().place(), there, () -> {
            SimulatedAgent peer = around.world().peers().agent(follower);
            if (peer != null) {
                peer.asked(request, granted -> answerFrom(there, asked, granted));
            }
        });
    }

    private void answerFrom(String there, LeaseClock.GrantAsked asked, boolean granted) {
        around.world().network().sendOnce(there, around.host().place(), program.taking(() -> {
            asking.remove(asked.from());
            if (granted) {
                clock = clock.granted(asked, now());
                keepFile();
            }
        }));
    }

    /// A promotion, or a promise, that comes before any lease has begun.
    void standBack() {
        clock = clock.begun() ? clock : clock.ended();
    }

    /// A promise and a grant exclude each other: who asks while one is being written waits, and asks again.
    void promising(boolean now) {
        promising = now;
    }

    /// Another node asks for a grant.
    boolean grant(Grants.Request request, Standing standing) {
        if (promising) {
            return false;
        }
        Grants.Answer answer = grants.asked(request, standing, clock.leads(), rules, now());
        grants = answer.remembered();
        return answer.granted();
    }
}
