package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.failover.elect.Candidate;
import io.pgbaton.failover.evidence.NodeEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The answers to an open election (rules F3, F4): who promised, who still hears the primary, who is missing of
/// those that must be asked. `lastResort` are former primaries that promised, fenced: chosen only when no standby
/// can be.
record Ballots(List<Candidate> promised, List<NodeId> alive, List<NodeId> missing, List<Candidate> lastResort) {

    static Ballots count(Situation situation, Term next) {
        Ballots ballots = new Ballots(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        situation.view().members().stream()
                .filter(member -> member.profile().kind() == NodeProfile.Kind.SERVER)
                .filter(member -> !situation.of(member.node()).isDuplicate(situation.moment()))
                .filter(member -> isOfThisSystem(situation, member.node()))
                .forEach(member -> ballots.add(situation, member, next));
        return ballots;
    }

    private void add(Situation situation, ClusterView.Member member, Term next) {
        NodeEvidence node = situation.of(member.node());
        Optional<FreezeAnswer> answer = node.answerTo(next);
        Optional<Candidate> candidate = answer.map(FreezeAnswer::position)
                .map(position -> new Candidate(
                        member.node(),
                        member.profile(),
                        position,
                        answer.map(FreezeAnswer::refused).isPresent()));
        if (situation.view().isPrimary(member.node()) || !situation.mayVote(member)) {
            candidate
                    .filter(_ -> situation.view().isPrimary(member.node()) || wasPrimary(situation, node))
                    .ifPresent(lastResort::add);
        } else if (candidate.isPresent()) {
            candidate.filter(one -> !hasLeft(situation, one.position())).ifPresent(promised::add);
        } else if (answer.isPresent() && situation.isHeard(member.node())) {
            // an agent that said "alive" and then fell silent says nothing any more
            alive.add(member.node());
        } else if (member.electable()) {
            missing.add(member.node());
        }
    }

    /// It is on a timeline that no election has opened: somebody promoted it by hand, and it has parted from
    /// the primary however far it goes. Only who accepts any loss may want it.
    static boolean hasLeft(Situation situation, FreezeAnswer.Position position) {
        Timeline last = situation.view().reign().timeline();
        boolean anyLoss =
                situation.view().phase() instanceof Phase.Freezing freezing && freezing.cause() == Reason.LOSS_ACCEPTED;
        return last != null && !anyLoss && position.timeline().compareTo(last) > 0;
    }

    /// It was primary last, and has given that back: it has all that was written.
    static boolean wasPrimary(Situation situation, NodeEvidence node) {
        Optional<Heartbeat> heartbeat = node.heartbeat();
        return situation
                .view()
                .reign()
                .held()
                .filter(held -> heartbeat
                        .filter(said -> said.node().equals(held.node()))
                        .filter(said -> said.releases(held.term()))
                        .isPresent())
                .isPresent();
    }

    private static boolean isOfThisSystem(Situation situation, NodeId node) {
        SystemId expected = situation.view().reign().systemId();
        Optional<SystemId> reported = situation.of(node).systemId();
        return expected == null || reported.isEmpty() || reported.get().equals(expected);
    }

    boolean isComplete() {
        return missing.isEmpty() && alive.isEmpty() && !promised.isEmpty();
    }

    /// The same without those that `admission` keeps out: of the former primaries only the last one may be chosen
    /// when the lease may still be held, since nobody ever asked the others for a grant. Standbys that are kept out
    /// stay in, so that their place in the ranking is told.
    Ballots admitted(Situation situation, Admission admission) {
        List<Candidate> former = lastResort.stream()
                .filter(candidate -> situation.view().isPrimary(candidate.node()) || admission.certain())
                .toList();
        return new Ballots(promised, alive, missing, former);
    }

    /// Promised, as a standby.
    boolean isStandby(NodeId node) {
        return promised.stream().anyMatch(candidate -> candidate.node().equals(node));
    }

    boolean isEmpty() {
        return promised.isEmpty() && lastResort.isEmpty();
    }

    boolean hasPromised(NodeId node) {
        return isStandby(node)
                || lastResort.stream().anyMatch(candidate -> candidate.node().equals(node));
    }
}
