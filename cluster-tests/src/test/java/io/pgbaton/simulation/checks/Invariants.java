package io.pgbaton.simulation.checks;

import io.pgbaton.agent.lease.Standing;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Term;
import io.pgbaton.simulation.Settings;
import io.pgbaton.simulation.node.SimulatedHost;
import io.pgbaton.simulation.node.Surroundings;
import io.pgbaton.simulation.server.SimulatedPostgres;
import io.pgbaton.simulation.server.Wal;
import io.pgbaton.simulation.time.Scheduler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// What must hold at every instant: one writable server, one node a term, no promotion below a promise, no
/// acknowledged commit lost but as declared.
public final class Invariants implements SimulatedPostgres.Happenings, Surroundings.Notices {

    private static final int KEPT = 20_000;

    private static final Set<Reason> BY_OPERATOR =
            Set.of(Reason.PRIMARY_REGISTERED, Reason.SWITCHOVER_REQUESTED, Reason.CHOSEN_BY_OPERATOR);

    private final Scheduler scheduler;
    private final List<SimulatedHost> hosts = new ArrayList<>();
    private final Map<Term, NodeId> promotedUnder = new HashMap<>();
    private final Map<NodeId, Long> excusedUntil = new HashMap<>();
    private final Map<NodeId, Integer> byHand = new HashMap<>();
    private final Map<NodeId, Tail> rescue = new HashMap<>();
    private final Map<NodeId, Called> called = new HashMap<>();
    private final Losses losses = new Losses(Settings.MAXIMUM_LAG);
    private final Supplier<ClusterView> view;
    private final Deque<String> story = new ArrayDeque<>();
    private final long guardMargin;
    private final boolean tells;
    private BiConsumer<NodeId, Object> ambush = (_, _) -> {};
    private long commits;
    private long confirmations;
    private long promotions;

    /// `guardMargin` is how long a guard may take, in nanoseconds; `tells` keeps the last events in words; it
    /// costs half of the speed.
    public Invariants(Scheduler scheduler, Supplier<ClusterView> view, long guardMargin, boolean tells) {
        this.scheduler = scheduler;
        this.view = view;
        this.guardMargin = guardMargin;
        this.tells = tells;
    }

    /// A call of `pg_promote` by an agent, in which run of the server.
    private record Called(Term term, int life, Losses.Way way) {}

    /// What a candidate fetched for its promotion under `term`, in which run of its server.
    private record Tail(Term term, Wal log, int life) {}

    public void watch(SimulatedHost host) {
        hosts.add(host);
    }

    public long commits() {
        return commits;
    }

    /// Those of them that standbys had to have first.
    public long confirmations() {
        return confirmations;
    }

    public long promotions() {
        return promotions;
    }

    /// Acknowledged commits that a new primary did not have.
    public long lostCommits() {
        return losses.commits();
    }

    /// Changes of primary that lost any.
    public long lossyPromotions() {
        return losses.lossy();
    }

    public List<String> story() {
        return List.copyOf(story);
    }

    /// What S1 does not cover: until then this server may be writable beside another.
    public void excuse(NodeId node, long until) {
        excusedUntil.merge(node, until, Math::max);
    }

    /// `pg_promote` by hand in this run of the server: once it is writable, the guard has its margin to end it.
    public void promotedByHand(NodeId node, int life) {
        byHand.put(node, life);
        losses.tampered();
    }

    /// Old files were put in the place of a standby's.
    public void backupRestored() {
        losses.tampered();
    }

    /// After every event.
    public void check() {
        SimulatedHost writer = null;
        for (SimulatedHost host : hosts) {
            if (!host.server().isWritable() || isExcused(host.node())) {
                continue;
            }
            if (writer != null) {
                throw new Violation("S1: " + writer.node() + " and " + host.node() + " accept writes at once");
            }
            writer = host;
        }
    }

    private boolean isExcused(NodeId node) {
        return !excusedUntil.isEmpty() && excusedUntil.getOrDefault(node, 0L) > scheduler.now();
    }

    public void tell(String who, String what) {
        if (tells) {
            story.add(String.format("%10.4f %s %s", scheduler.now() / 1e9, who, what));
            if (story.size() > KEPT) {
                story.remove();
            }
        }
    }

    /// From now on this is run with every step that an agent has chosen, before it is taken.
    public void ambush(BiConsumer<NodeId, Object> what) {
        ambush = what;
    }

    @Override
    public void step(NodeId node, Object what) {
        if (tells) {
            tell("agent " + node, what.toString());
        }
        ambush.accept(node, what);
    }

    @Override
    public void promoting(NodeId node, Term term, long basedOn) {
        promotions++;
        called.put(node, new Called(term, hostOf(node).server().program().life(), wayTo(node, term)));
        NodeId other = promotedUnder.putIfAbsent(term, node);
        if (other != null && !other.equals(node)) {
            throw new Violation("two nodes are promoted under term " + term + ": " + other + " and " + node);
        }
        Standing standing = hostOf(node).disk().standing;
        if (!standing.mayPromote(term)) {
            throw new Violation("S2: " + node + " calls pg_promote under term " + term + ", having promised "
                    + standing.promised() + " and given up " + standing.fenced());
        }
        tell("agent " + node, "calls pg_promote under term " + term);
    }

    /// By the word of the decision log; what it does not speak of any more is not judged.
    private Losses.Way wayTo(NodeId node, Term term) {
        ClusterView now = view.get();
        if (!now.term().equals(term) || !now.isPrimary(node) || !(now.phase() instanceof Phase.Promoting promoting)) {
            return Losses.Way.ASKED_FOR;
        }
        if (promoting.cause() == Reason.LOSS_ACCEPTED) {
            return Losses.Way.LOSS_ACCEPTED;
        }
        return BY_OPERATOR.contains(promoting.cause()) ? Losses.Way.ASKED_FOR : Losses.Way.AUTOMATIC;
    }

    @Override
    public void told(NodeId node, long position) {
        losses.told(node, position);
    }

    @Override
    public void rescued(NodeId node, Term term, Wal tail) {
        rescue.put(node, new Tail(term, tail, hostOf(node).server().program().life()));
    }

    @Override
    public void writable(NodeId node, boolean promoted) {
        SimulatedPostgres server = hostOf(node).server();
        Tail saved = rescue.remove(node);
        boolean byHandNow = Integer.valueOf(server.program().life()).equals(byHand.get(node));
        Called call = called.remove(node);
        // a host that stood still through the next election may complete a promotion of old: nobody follows it
        if (promoted
                && call != null
                && call.life() == server.program().life()
                && !view.get().term().isAbove(call.term())) {
            boolean whole = saved != null
                    && saved.life() == server.program().life()
                    && saved.term().equals(call.term())
                    && call.way() == Losses.Way.AUTOMATIC;
            losses.begins(node, server.files().log, whole ? Losses.Way.AUTOMATIC_WITH_TAIL : call.way());
        }
        if (byHandNow) {
            excuse(node, scheduler.now() + guardMargin);
        }
        if (promoted
                && saved != null
                && saved.life() == server.program().life()
                && !server.files().log.contains(saved.log())) {
            throw new Violation("F5a: " + node + " fetched the old primary's tail up to "
                    + saved.log().end()
                    + " and was promoted without it, at " + server.files().log.end());
        }
        tell("server " + node, promoted ? "is promoted, timeline " + server.files().timeline : "STARTS WRITABLE");
    }

    @Override
    public void committed(NodeId node, Wal record, boolean confirmed) {
        commits++;
        confirmations += confirmed ? 1 : 0;
        losses.committed(node, record, confirmed);
    }

    @Override
    public void broke(NodeId node) {
        tell("server " + node, "is gone");
        hosts.stream()
                .filter(host -> host.node().equals(node))
                .forEach(host -> host.agent().watchBroke());
    }

    private SimulatedHost hostOf(NodeId node) {
        return hosts.stream()
                .filter(host -> host.node().equals(node))
                .findFirst()
                .orElseThrow();
    }
}
