package io.pgbaton.failover.script;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeDescribed;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Readiness;
import io.pgbaton.contracts.Report;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.failover.evidence.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One agent and its server, as the protocol wants them. Its fields are the script: a test sets what happens to it.
public final class ScriptedAgent {

    public static final SystemId SYSTEM = new SystemId("7400000000000000001");

    public final NodeId node;
    private final ClusterId cluster;
    public NodeProfile profile;
    public ServerState state = ServerState.RUNNING;
    public @Nullable Role role = Role.STANDBY;
    public @Nullable NodeId upstream;
    public SystemId system = SYSTEM;
    public long lsn = 0x3000000;
    public long timeline = 1;

    /// What its `failover_validation_command` says against it.
    public @Nullable String refuses;
    public Term term = Term.NONE;
    public Term promised = Term.NONE;
    public Term fenced = Term.NONE;
    /// No heartbeat, no answer.
    public boolean silent;
    /// Its server runs, but nothing it is told is carried out.
    public boolean stubborn;
    /// What it says of its server beyond the heartbeat.
    public @Nullable Readiness readiness;
    /// It drives a PgBouncer, which holds its clients when a switchover asks for that; or cannot.
    public boolean pooler;
    public boolean poolerStuck;
    private @Nullable RequestId held;
    /// Whether it does what a promotion asks.
    public boolean promotes = true;
    /// Still receives from the primary, so answers "alive" (rule F3).
    public boolean hearsPrimary;

    /// Reads and writes nothing on the bus; once it is back it reads on where it had stopped.
    public boolean cut;
    /// Reaches no other agent.
    public boolean apart;

    public String boot = "boot-1";
    /// How much of the decision log it has read.
    int readTo;

    private final ScriptedLease lease = new ScriptedLease();
    private long sequence;
    private long nonces;
    private ClusterView view;
    private Moment now = new Moment(0);
    /// Until when what it granted the primary binds it (rule F3).
    private Moment granted = new Moment(0);
    private Decision.@Nullable Freeze asked;
    private Decision.@Nullable Claim claim;
    private Moment claimedAt = new Moment(0);
    private boolean unsentClaim;

    public ScriptedAgent(ClusterId cluster, int node) {
        this.cluster = cluster;
        this.node = new NodeId(node);
        this.view = ClusterView.empty(cluster);
        this.profile = new NodeProfile(
                "n" + node,
                NodeProfile.Kind.SERVER,
                new NodeProfile.Election(100, "default", true),
                new NodeProfile.Address("host=127.0.0.1 port=" + (5000 + node), "http://127.0.0.1:" + (8000 + node)),
                new NodeProfile.Software("test", 150000));
    }

    public ScriptedAgent election(int priority, String location, boolean automatic) {
        profile = new NodeProfile(
                profile.name(),
                profile.kind(),
                new NodeProfile.Election(priority, location, automatic),
                profile.address(),
                profile.software());
        return this;
    }

    public Optional<Report> describe() {
        return isUnheard()
                ? Optional.empty()
                : Optional.of(new NodeDescribed(
                        cluster, node, boot, profile, readiness, pooler ? new NodeDescribed.Pooler(held) : null));
    }

    public Optional<Report> heartbeat() {
        return isUnheard() ? Optional.empty() : Optional.of(beat());
    }

    private boolean isUnheard() {
        return silent || cut;
    }

    public Heartbeat beat() {
        Heartbeat.Wal wal = null;
        Heartbeat.Replication replication = null;
        if (isPrimary()) {
            wal = new Heartbeat.Wal(new Timeline(timeline), new Lsn(lsn), new Lsn(lsn), null, null);
            replication = new Heartbeat.Replication(null, null, null, null, List.of());
        } else if (state == ServerState.RUNNING) {
            wal = new Heartbeat.Wal(new Timeline(timeline), null, new Lsn(lsn), new Lsn(lsn), new Lsn(lsn));
            replication = new Heartbeat.Replication(upstream, upstream == null ? null : "streaming", 0L, 0L, List.of());
        }
        boolean answers = state == ServerState.RUNNING;
        return new Heartbeat(
                cluster,
                node,
                new Heartbeat.Beat(boot, ++sequence, 500),
                new Heartbeat.Standing(term, promised, fenced, view.version()),
                new Heartbeat.Server(
                        state, answers ? role : null, state == ServerState.NO_DATA ? null : system, wal, replication));
    }

    public boolean isPrimary() {
        return state == ServerState.RUNNING && role == Role.PRIMARY;
    }

    /// It has been primary since the first term.
    public void promotedBefore() {
        role = Role.PRIMARY;
        term = new Term(1);
        promised = term;
    }

    /// Its postmaster died; the agent saw it, killed what was left and gave the lease back (rule L4).
    public void crash() {
        state = ServerState.CRASHED;
        fence();
    }

    private void fence() {
        fenced = Term.highest(fenced, term);
        upstream = null;
        claim = null;
        lease.end();
    }

    /// Time has come to `moment`: a lease that has run out fences its primary (rule L3), and one whose bus route
    /// alone has run out claims it again (rule L1c).
    void tick(Moment moment, boolean busThere) {
        now = moment;
        if (!isPrimary() || !lease.began()) {
            return;
        }
        if (!lease.isHeld(now)) {
            fence();
            startAsStandby();
        } else if (!lease.hasBus(now) && busThere && !isUnheard() && claim == null) {
            claim(term);
        }
    }

    void acknowledged() {
        lease.acknowledged(now);
    }

    /// Asks all whom its view calls electable, and needs the grants of all (rule L2).
    void askPeers(World world) {
        List<ScriptedAgent> asked = view.members().stream()
                .filter(member -> member.electable() && !member.node().equals(node))
                .map(member -> world.get(member.node().value()))
                .toList();
        if (isPrimary()
                && !asked.isEmpty()
                && asked.stream().filter(peer -> peer.grants(this)).count() == asked.size()) {
            lease.granted(now);
        }
    }

    private boolean grants(ScriptedAgent primary) {
        boolean reached = hearsPrimary || !(silent || apart || primary.silent || primary.apart);
        if (!reached || promised.isAbove(primary.term)) {
            return false;
        }
        granted = now.plus(World.RULES.silence());
        return true;
    }

    /// What it wants written into the decision log.
    public Optional<Decision.Claim> claims() {
        boolean send = unsentClaim && !isUnheard();
        unsentClaim = false;
        return send ? Optional.ofNullable(claim) : Optional.empty();
    }

    private void claim(Term under) {
        claim = new Decision.Claim(cluster, view.version(), under, node, node + "-" + ++nonces);
        claimedAt = now;
        unsentClaim = true;
    }

    /// Its own claim came back: everything before it has been read.
    private void claimed(Decision.Claim own) {
        claim = null;
        boolean good = view.isPrimary(node)
                && view.term().equals(own.term())
                && (view.phase() instanceof Phase.Steady
                        || view.phase() instanceof Phase.Stopping
                        || view.phase() instanceof Phase.Promoting)
                && state == ServerState.RUNNING
                && own.term().isAbove(fenced)
                && !promised.isAbove(own.term());
        if (good) {
            lease.claimed(claimedAt);
            becomePrimary(own.term());
        }
    }

    private void becomePrimary(Term under) {
        if (!isPrimary()) {
            timeline++;
        }
        role = Role.PRIMARY;
        upstream = null;
        term = under;
        promised = under;
    }

    /// At rest a data directory is a standby's (rule L5).
    public void startAsStandby() {
        state = ServerState.RUNNING;
        role = Role.STANDBY;
    }

    public List<Report> on(Decision decision) {
        if (decision instanceof Decision.ViewChanged change) {
            if (change.basedOn() == view.version() || view.version() == 0) {
                view = change.view();
                readView();
            }
            return List.of();
        }
        if (decision instanceof Decision.Claim own) {
            if (own.equals(claim) && !stubborn) {
                claimed(own);
                return heartbeat().stream().toList();
            }
            return List.of();
        }
        // a silent one still reads the log, and knows the view when it is back
        return decision.basedOn() == view.version() && !stubborn && !isUnheard() ? carryOut(decision) : List.of();
    }

    private void readView() {
        boolean hold = view.phase() instanceof Phase.Stopping && !poolerStuck;
        if (hold && view.phase() instanceof Phase.Stopping(Phase.Switchover switchover)) {
            held = switchover.request();
        } else if (view.phase() instanceof Phase.Steady) {
            held = null;
        }
        boolean other = !view.isPrimary(node) && view.phase() instanceof Phase.Promoting;
        if (isPrimary() && other && view.term().isAbove(term)) {
            crash();
        }
    }

    private List<Report> carryOut(Decision decision) {
        List<Report> reports = new ArrayList<>();
        switch (decision) {
            case Decision.ViewChanged _, Decision.Claim _ -> {}
            case Decision.Freeze freeze -> answer(freeze).ifPresent(reports::add);
            case Decision.Promote promote when promote.node().equals(node) -> promote(promote);
            case Decision.Follow follow when follow.node().equals(node) -> follow(follow.upstream(), follow.term());
            case Decision.Rejoin rejoin
            when rejoin.node().equals(node) -> follow(rejoin.how().upstream(), rejoin.term());
            case Decision.Clone clone when clone.node().equals(node) -> follow(clone.upstream(), clone.term());
            case Decision.Fence fence
            when fence.node().equals(node) -> {
                fenced = Term.highest(fenced, fence.term());
                lease.end();
                startAsStandby();
            }
            case Decision.Stop stop when stop.node().equals(node) -> state = ServerState.STOPPED;
            case Decision.Start start when start.node().equals(node) -> startAsStandby();
            case Decision.NodeCommand _ -> {}
        }
        if (!(decision instanceof Decision.Freeze)) {
            heartbeat().ifPresent(reports::add);
        }
        return reports;
    }

    private Optional<Report> answer(Decision.Freeze freeze) {
        if (isPrimary() || state != ServerState.RUNNING || promised.isAbove(freeze.term())) {
            return Optional.empty();
        }
        if ((hearsPrimary || now.compareTo(granted) < 0) && !freeze.released()) {
            asked = freeze;
            return Optional.of(FreezeAnswer.alive(cluster, node, freeze.term(), 10));
        }
        asked = null;
        promised = freeze.term();
        upstream = null;
        FreezeAnswer.Position end = new FreezeAnswer.Position(new Timeline(timeline), new Lsn(lsn), new Lsn(lsn));
        return Optional.of(
                refuses == null
                        ? FreezeAnswer.promised(cluster, node, freeze.term(), end)
                        : FreezeAnswer.refused(cluster, node, freeze.term(), end, refuses));
    }

    /// Promises by itself as soon as nothing binds it any more, if the election is still open (rule F3).
    Optional<Report> answerLate() {
        Decision.Freeze open = asked;
        if (open == null
                || isUnheard()
                || stubborn
                || hearsPrimary
                || now.compareTo(granted) < 0
                || !(view.phase() instanceof Phase.Freezing freezing
                        && freezing.next().equals(open.term()))) {
            return Optional.empty();
        }
        return answer(open);
    }

    private void promote(Decision.Promote promote) {
        if (!promotes
                || promised.isAbove(promote.term())
                || !promote.term().isAbove(fenced)
                || (isPrimary() && term.equals(promote.term()))
                || state != ServerState.RUNNING) {
            return;
        }
        claim(promote.term());
    }

    private void follow(NodeId primary, Term under) {
        if (isPrimary() && !under.isAbove(term)) {
            return;
        }
        lease.end();
        startAsStandby();
        upstream = primary;
        term = under;
        timeline = Optional.ofNullable(view.reign().timeline())
                .map(Timeline::value)
                .orElse(timeline);
    }
}
