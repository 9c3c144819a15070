package io.pgbaton.agent.lease;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Term;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// How long this node may accept writes (rules L1 to L3). Never changes: every event gives the next one, and
/// every time is the caller's, in whole milliseconds of a monotonic clock that counts a suspended host's sleep
/// too. To err to the safe side, the caller rounds the time of a sending down and `now` up.
///
/// Three stages. *No lease*: no term. *Candidate*: a term and no lease yet; only a claim read back begins it,
/// neither an acknowledgement nor a grant does. *Begun*: until a deadline, by either route; once both have
/// passed, nothing renews it any more, and [#none] follows when the node has fenced itself.
///
/// Each route has its own deadline, and one never prolongs the other (rule L1): an acknowledgement counts only
/// while the bus route itself holds.
public final class LeaseClock {

    /// The time of a deadline that was never set.
    public static final long NEVER = 0;

    private final LeaseRules rules;
    private final Reign reign;
    private final boolean begun;
    private final long bus;
    private final long peer;
    private final Map<String, Long> claims;
    private final Map<NodeId, Long> granted;

    /// Under what the node leads: `view` is the version it has adopted, `asked` whose grants the peer route takes
    /// (see [#asked]).
    public record Reign(Term term, long view, Set<NodeId> asked) {
        public Reign {
            asked = Set.copyOf(asked);
        }

        public static Reign of(ClusterView view, NodeId me) {
            return new Reign(view.term(), view.version(), LeaseClock.asked(view, me));
        }
    }

    /// A heartbeat on its way: the term it was sent under, and when.
    public record Beat(Term term, long sentAt) {}

    /// A request for one follower's grant on its way (rule L2).
    public record GrantAsked(NodeId from, Term term, long sentAt) {}

    private LeaseClock(
            LeaseRules rules, Reign reign, Holding holding, Map<String, Long> claims, Map<NodeId, Long> granted) {
        this.rules = rules;
        this.reign = reign;
        this.begun = holding.begun();
        this.bus = holding.bus();
        this.peer = holding.peer();
        this.claims = Map.copyOf(claims);
        this.granted = Map.copyOf(granted);
    }

    private record Holding(boolean begun, long bus, long peer) {
        static final Holding NOTHING = new Holding(false, NEVER, NEVER);
    }

    /// No lease, and no wish for one.
    public static LeaseClock none(LeaseRules rules) {
        return new LeaseClock(rules, new Reign(Term.NONE, 0, Set.of()), Holding.NOTHING, Map.of(), Map.of());
    }

    /// L7: goes on with the deadlines of `written`. Whatever was in flight is forgotten; the view is adopted again
    /// with the log.
    public static LeaseClock resumed(LeaseRules rules, LeaseRecord written) {
        Holding holding = new Holding(true, written.bus(), written.peer());
        return new LeaseClock(rules, new Reign(written.term(), 0, Set.of()), holding, Map.of(), Map.of());
    }

    /// Whose grants the primary `me` needs (rule L2): every electable server of the view but itself. A witness is
    /// not asked, since it can never be promoted.
    public static Set<NodeId> asked(ClusterView view, NodeId me) {
        return view.members().stream()
                .filter(member -> member.electable() && member.profile().kind() == NodeProfile.Kind.SERVER)
                .map(ClusterView.Member::node)
                .filter(node -> !node.equals(me))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Leads under `next` from now on, as a promotion (rule F7), a newer term for the same primary (F10) or a newer
    /// view (M1) says. An older term or view changes nothing.
    ///
    /// *The same term, a newer view.* Deadlines and claims stay, and the grants of followers that are asked under
    /// it, too: a grant binds its follower by time, whatever view it was asked for under, and the route goes on
    /// only when all that are asked now have granted (M1). Dropping them cost a primary its lease that adopted a
    /// view while its network was slow.
    ///
    /// *A newer term, and the lease holds* (F10). Both deadlines stay: they were earned by heartbeats of this
    /// node, which the service counts whatever their term, and by grants, which bind a follower by time, whatever
    /// the term they were given for: so nobody else can be promoted under the new term, or the next one, before
    /// they have passed. Grants stay for the same reason. What is in flight is not carried over, which is stricter
    /// than needed: a claim of the old term would be void anyway, the election having been open; heartbeats and
    /// requests of the old term need no second thought when they do not count.
    ///
    /// *A newer term, and no lease holds.* A candidate like any other: it has to claim.
    public LeaseClock lead(Reign next, long now) {
        if (next.term().isAbove(reign.term())) {
            Holding kept = holds(now) ? new Holding(true, bus, peer) : Holding.NOTHING;
            return new LeaseClock(rules, next, kept, Map.of(), holds(now) ? grantsOf(next.asked()) : Map.of());
        }
        boolean newer = next.term().equals(reign.term()) && next.view() > reign.view();
        return newer ? new LeaseClock(rules, next, holding(), claims, grantsOf(next.asked())) : this;
    }

    private Map<NodeId, Long> grantsOf(Set<NodeId> followers) {
        Map<NodeId, Long> theirs = new HashMap<>(granted);
        theirs.keySet().retainAll(followers);
        return theirs;
    }

    /// The node gave its terms up (rules L3, L4): nothing that is still on its way counts.
    public LeaseClock ended() {
        return none(rules);
    }

    /// L1: Kafka has acknowledged this heartbeat.
    public LeaseClock acknowledged(Beat beat, long now) {
        boolean counts = beat.term().equals(reign.term()) && busHolds(now);
        return counts ? holding(new Holding(true, later(bus, beat.sentAt()), peer)) : this;
    }

    /// L1c: a claim is on its way to the decision log; `sentAt` is from before the sending.
    public LeaseClock claimSent(String nonce, long sentAt) {
        Map<String, Long> all = new HashMap<>(claims);
        // none that is older can begin anything any more
        all.values().removeIf(sent -> sentAt - sent >= rules.length());
        all.put(nonce, sentAt);
        return new LeaseClock(rules, reign, holding(), all, granted);
    }

    /// L1c: the log was read up to this node's claim; `good` says that everything before it still names this node
    /// under this term with no election open (`DecisionLog.upholds`). A claim that was never sent by this run of
    /// the agent, or was read too late, or comes after the lease's end, begins nothing.
    public LeaseClock claimRead(String nonce, boolean good, long now) {
        Long sentAt = claims.get(nonce);
        if (sentAt == null) {
            return this;
        }
        Map<String, Long> others = new HashMap<>(claims);
        others.remove(nonce);
        boolean begins = good && now < sentAt + rules.length() && (!begun || holds(now));
        Holding next = begins ? new Holding(true, later(bus, sentAt), peer) : holding();
        return new LeaseClock(rules, reign, next, begins ? Map.of() : others, granted);
    }

    /// L2: a follower has granted. The route holds until L after the earliest of the latest requests that each
    /// follower has granted; it prolongs a lease and never begins one. Whoever is asked under the view adopted last
    /// has to have granted (M1).
    public LeaseClock granted(GrantAsked asked, long now) {
        boolean counts = asked.term().equals(reign.term()) && reign.asked().contains(asked.from()) && holds(now);
        if (!counts) {
            return this;
        }
        Map<NodeId, Long> all = new HashMap<>(granted);
        all.merge(asked.from(), asked.sentAt(), Math::max);
        long until = all.keySet().containsAll(reign.asked())
                ? later(
                        peer,
                        all.values().stream().mapToLong(Long::longValue).min().orElseThrow())
                : peer;
        return new LeaseClock(rules, reign, new Holding(begun, bus, until), claims, all);
    }

    private long later(long deadline, long sentAt) {
        return Math.max(deadline, sentAt + rules.length());
    }

    private Holding holding() {
        return new Holding(begun, bus, peer);
    }

    private LeaseClock holding(Holding next) {
        return new LeaseClock(rules, reign, next, claims, granted);
    }

    public LeaseRules rules() {
        return rules;
    }

    /// [Term#NONE] while there is no lease and no wish for one.
    public Term term() {
        return reign.term();
    }

    public Reign reign() {
        return reign;
    }

    /// There is a term to lead under, with or without a lease.
    public boolean leads() {
        return reign.term().isAbove(Term.NONE);
    }

    /// A claim has been good: from now on the lease runs, and runs out. Stays so until it has [#ended].
    public boolean begun() {
        return begun;
    }

    public boolean busHolds(long now) {
        return begun && now < bus;
    }

    public boolean peerHolds(long now) {
        return begun && now < peer;
    }

    public boolean holds(long now) {
        return now < until() && begun;
    }

    /// Until when the bus route holds; [#NEVER] when it never did.
    public long busUntil() {
        return bus;
    }

    public long peerUntil() {
        return peer;
    }

    /// The deadline of the lease: the later of both.
    public long until() {
        return Math.max(bus, peer);
    }

    /// When the agent fences itself unless a route is prolonged before (rule L3): `until - a`.
    public long fenceAt() {
        return until() - rules.actBefore();
    }

    /// L3: the agent has to fence itself, now.
    public boolean fenceDue(long now) {
        return begun && now >= fenceAt();
    }

    /// L3: how long the server may still take to end by itself before it is killed: a tenth of the lease, and
    /// nothing from when the guard would kill it. An agent that slept past the deadline kills at once.
    public long fastAttempt(long now) {
        return Math.clamp(until() - rules.killBefore() - now, 0, rules.fastAttempt());
    }

    /// L1c: a claim should be sent now: for the first lease of a term, or for the bus route that lapsed while the
    /// peer route holds; not while the last one may still be read.
    public boolean claimDue(long now) {
        boolean wanted = leads() && (begun ? holds(now) && !busHolds(now) : true);
        return wanted && claims.values().stream().allMatch(sent -> now - sent >= rules.claimPatience());
    }

    /// Whom to ask for grants, each at most once at a time: nobody before the lease has begun.
    public Set<NodeId> grantsWanted(long now) {
        return holds(now) ? reign.asked() : Set.of();
    }

    /// What the lease file has to say (rules L6, L7); only a lease that has begun has one.
    public LeaseRecord record(String boot, String dataDirectory) {
        if (!begun) {
            throw new IllegalStateException("a lease that has not begun has no record");
        }
        return new LeaseRecord(boot, reign.term(), bus, peer, rules.killBefore(), dataDirectory);
    }

    @Override
    public String toString() {
        return begun ? "term " + reign.term() + ", bus until " + bus + ", peers until " + peer : "none";
    }
}
