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
import io.pgbaton.contracts.Report;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
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
    public Term term = Term.NONE;
    public Term promised = Term.NONE;
    public Term fenced = Term.NONE;
    /// No heartbeat, no answer.
    public boolean silent;
    /// Its server runs, but nothing it is told is carried out.
    public boolean stubborn;
    /// Whether it does what a promotion asks.
    public boolean promotes = true;
    /// Still receives from the primary, so answers "alive" (rule F3).
    public boolean hearsPrimary;

    public String boot = "boot-1";
    private long sequence;
    private ClusterView view;

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
        return silent ? Optional.empty() : Optional.of(new NodeDescribed(cluster, node, boot, profile));
    }

    public Optional<Report> heartbeat() {
        return silent ? Optional.empty() : Optional.of(beat());
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
        fenced = Term.highest(fenced, term);
        upstream = null;
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
        // a silent one still reads the log, and knows the view when it is back
        return decision.basedOn() == view.version() && !stubborn && !silent ? carryOut(decision) : List.of();
    }

    private void readView() {
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
                startAsStandby();
            }
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
        if (hearsPrimary && !freeze.released()) {
            return Optional.of(FreezeAnswer.alive(cluster, node, freeze.term(), 10));
        }
        promised = freeze.term();
        upstream = null;
        return Optional.of(FreezeAnswer.promised(
                cluster,
                node,
                freeze.term(),
                new FreezeAnswer.Position(new Timeline(timeline), new Lsn(lsn), new Lsn(lsn))));
    }

    private void promote(Decision.Promote promote) {
        if (!promotes
                || promised.isAbove(promote.term())
                || !promote.term().isAbove(fenced)
                || state != ServerState.RUNNING) {
            return;
        }
        if (!isPrimary()) {
            timeline++;
        }
        role = Role.PRIMARY;
        upstream = null;
        term = promote.term();
        promised = promote.term();
    }

    private void follow(NodeId primary, Term under) {
        if (isPrimary() && !under.isAbove(term)) {
            return;
        }
        startAsStandby();
        upstream = primary;
        term = under;
        timeline = Optional.ofNullable(view.reign().timeline())
                .map(Timeline::value)
                .orElse(timeline);
    }
}
