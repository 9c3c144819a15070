package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterPolicy;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.failover.elect.Candidate;
import io.pgbaton.failover.elect.Disqualification;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Who is sure to have every acknowledged commit (rules F5, S3). `inForce` are the sets of standbys that commits may
/// have waited for; a commit is acknowledged when it is on some `required` of one of them. So when enough of each have
/// promised, the furthest of those has everything. Empty: nothing was promised to anybody, or a person accepts the
/// loss.
record CommitProof(List<ClusterPolicy.Synchronous> inForce, List<Candidate> promised) {

    private static final Comparator<Candidate> POSITION = Comparator.comparing(
                    (Candidate candidate) -> candidate.position().timeline())
            .thenComparing(Candidate::furthest);

    static CommitProof in(Situation situation, Phase.Freezing freezing, Ballots ballots) {
        boolean lossAccepted = freezing.cause() == Reason.LOSS_ACCEPTED;
        return new CommitProof(lossAccepted ? List.of() : situation.confirming(), ballots.promised());
    }

    /// Too few have promised to know.
    boolean isMissing() {
        return !areCoveredBy(inForce, promised.stream().map(Candidate::node).collect(Collectors.toSet()));
    }

    static boolean areCoveredBy(List<ClusterPolicy.Synchronous> sets, Set<NodeId> nodes) {
        return sets.stream().allMatch(set -> set.isCoveredBy(nodes));
    }

    Map<NodeId, Disqualification> barred() {
        Map<NodeId, Disqualification> barred = new HashMap<>();
        promised.stream()
                .filter(candidate -> isMissing() || !hasEverything(candidate))
                .forEach(candidate -> barred.put(candidate.node(), Disqualification.NOT_SYNCHRONOUS));
        return barred;
    }

    /// As far as each member of each set, also those that may not be chosen for another reason.
    private boolean hasEverything(Candidate candidate) {
        Optional<Candidate> furthest =
                promised.stream().filter(other -> isInAny(other.node())).max(POSITION);
        return inForce.stream().allMatch(set -> set.has(candidate.node()))
                && furthest.filter(other -> POSITION.compare(candidate, other) < 0)
                        .isEmpty();
    }

    private boolean isInAny(NodeId node) {
        return inForce.stream().anyMatch(set -> set.has(node));
    }

    /// Of the former primaries only the last one is sure to have what was acknowledged under it.
    List<Candidate> formers(Situation situation, List<Candidate> lastResort) {
        return lastResort.stream()
                .filter(former -> inForce.isEmpty() || situation.view().isPrimary(former.node()))
                .toList();
    }

    /// The members that have not promised.
    List<NodeId> missing() {
        return inForce.stream()
                .flatMap(set -> set.standbys().stream())
                .filter(node -> promised.stream()
                        .noneMatch(candidate -> candidate.node().equals(node)))
                .distinct()
                .sorted()
                .toList();
    }
}
