package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Explanation;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.fleet.WhatIf;
import io.pgbaton.failover.evidence.ClusterEvidence;
import io.pgbaton.failover.evidence.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What would happen if a node died now, together with its host. The state in which it is dead is made up; what
/// follows from it is decided by the same code that decides in earnest.
record Foresight(Situation live) {

    WhatIf ifDied(NodeId node) {
        return switch (live.view().phase()) {
            case Phase.Steady _ -> live.view().isPrimary(node) ? primaryDied(node) : otherDied(node);
            case Phase.Unregistered _ -> nothing(node, Reason.NO_CANDIDATE, "the cluster has no primary yet");
            case Phase.Stopping _ -> nothing(node, Reason.SWITCHOVER_REQUESTED, "a switchover is under way");
            case Phase.Freezing freezing -> nothing(node, freezing.cause(), "an election is open already");
            case Phase.Promoting promoting -> nothing(node, promoting.cause(), "a promotion is under way");
            case Phase.Halted halted -> nothing(node, halted.reason(), "the cluster is halted: " + halted.advice());
        };
    }

    private WhatIf nothing(NodeId node, Reason reason, String blocker) {
        NodeId primary = live.view().reign().primary();
        String summary = "nothing can be foretold: " + blocker;
        return new WhatIf(
                live.view().cluster(),
                node,
                new WhatIf.Outcome(false, primary, reason, null, summary),
                List.of(),
                List.of(blocker));
    }

    private WhatIf primaryDied(NodeId node) {
        Situation dead = without(live, node);
        Optional<Restraint> restraint = Restraint.of(dead);
        Explanation election = election(dead);
        Explanation.Change change = election.decided().change();
        NodeId chosen = change.chosen();
        List<String> blockers = new ArrayList<>();
        restraint.ifPresent(one -> blockers.add(one.details() + "; " + one.advice()));
        if (chosen == null) {
            blockers.add(election.decided().reason().meaning());
        }
        Reason reason =
                restraint.map(Restraint::reason).orElse(election.decided().reason());
        boolean failsOver = blockers.isEmpty();
        String summary = failsOver && chosen != null
                ? live.name(chosen) + " would take over from " + live.name(node)
                : "nobody would take over from " + live.name(node);
        return new WhatIf(
                live.view().cluster(),
                node,
                new WhatIf.Outcome(
                        failsOver, failsOver ? chosen : null, reason, failsOver ? change.gapBytes() : null, summary),
                election.candidates(),
                blockers);
    }

    /// Nothing fails over, and there is one less for the next time.
    private WhatIf otherDied(NodeId node) {
        Explanation next = election(without(without(live, node), live.primary()));
        boolean counts =
                live.view().member(node).filter(ClusterView.Member::electable).isPresent();
        long electable = live.view().members().stream()
                .filter(ClusterView.Member::electable)
                .filter(member -> !live.view().isPrimary(member.node()))
                .count();
        String lost = counts
                ? "; of " + electable + " nodes that may be promoted " + (electable - 1) + " would be left"
                : "; it may not be promoted at the moment anyway";
        List<String> blockers = next.decided().change().chosen() == null
                ? List.of("after it nobody could take over from " + live.primaryName() + ": "
                        + next.decided().reason().meaning())
                : List.of();
        return new WhatIf(
                live.view().cluster(),
                node,
                new WhatIf.Outcome(
                        false,
                        live.primary(),
                        Reason.NODE_NOT_ELECTABLE,
                        null,
                        live.primaryName() + " would stay primary without " + live.name(node) + lost),
                next.candidates(),
                blockers);
    }

    /// The same cluster, in which `node` has been silent for longer than a lease, and the bus has proved it.
    private static Situation without(Situation situation, NodeId node) {
        Moment last = situation
                .moment()
                .plus(situation.rules().silence().plusMillis(1).negated());
        ClusterState state = situation.state();
        ClusterEvidence evidence = state.evidence().silentSince(node, last);
        return new Situation(
                new ClusterState(state.view(), state.tenure(), evidence, state.memory()),
                situation.rules(),
                situation.now());
    }

    /// The election after the loss of the primary, at the moment when everybody who is heard has promised and nobody
    /// else is waited for.
    private static Explanation election(Situation dead) {
        Phase.Freezing freezing = new Phase.Freezing(dead.nextTerm(), Reason.PRIMARY_SILENT, false, null);
        ClusterView view = dead.view();
        ClusterView frozen = new ClusterView(
                view.cluster(), view.version() + 1, view.reign(), freezing, view.members(), view.policy());
        Moment opened = dead.moment().plus(dead.rules().timeouts().election().negated());
        Memory memory = new Memory(opened, Map.of(Mark.of(Mark.Kind.FIRST_PROMISE), opened), Map.of(), List.of(), null);
        ClusterState state =
                new ClusterState(frozen, dead.state().tenure().entered(view, frozen), promised(dead, freezing), memory);
        Situation situation = new Situation(state, dead.rules(), dead.now());
        Draft draft = new Draft(situation);
        new WhileFreezing(situation, freezing, draft).decide();
        return Objects.requireNonNull(draft.explained(), "an election that is due is decided, or refused");
    }

    private static ClusterEvidence promised(Situation dead, Phase.Freezing freezing) {
        ClusterEvidence evidence = dead.evidence();
        for (ClusterView.Member member : dead.view().members()) {
            Optional<FreezeAnswer> answer =
                    dead.isHeard(member.node()) && !dead.view().isPrimary(member.node())
                            ? promise(dead, member.node(), freezing.next())
                            : Optional.empty();
            if (answer.isPresent()) {
                evidence = evidence.with(answer.get(), dead.moment());
            }
        }
        return evidence;
    }

    private static Optional<FreezeAnswer> promise(Situation dead, NodeId node, Term next) {
        return dead.of(node)
                .heartbeat()
                .map(heartbeat -> heartbeat.server().wal())
                .flatMap(Foresight::position)
                .map(position -> FreezeAnswer.promised(dead.view().cluster(), node, next, position));
    }

    private static Optional<FreezeAnswer.Position> position(Heartbeat.Wal wal) {
        Lsn replayed = wal.replayed();
        Lsn flushed = wal.flushed();
        return flushed == null || replayed == null
                ? Optional.empty()
                : Optional.of(new FreezeAnswer.Position(wal.timeline(), flushed, replayed));
    }
}
