package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Explanation;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.failover.elect.Candidate;
import io.pgbaton.failover.elect.Ranking;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes down why a decision about an election falls as it does, from what the decision itself rests on. Nothing
/// depends on it.
record Explaining(Situation situation, Phase.Freezing freezing, Ballots ballots) {

    /// Somebody is to be primary. Told when that has come true, see [Arrivals].
    Explanation chosen(Candidate candidate, Reason reason, List<Explanation.Weighed> weighed) {
        NodeId to = candidate.node();
        return explanation(
                new Explanation.Decided(
                        kind(situation.view().isPrimary(to)),
                        freezing.cause(),
                        reason,
                        new Explanation.Change(freezing.next(), situation.primary(), to, gap(candidate)),
                        situation.name(to) + " is to be primary"),
                others(weighed));
    }

    /// The primary proved alive (rule F10).
    Explanation reaffirmed() {
        NodeId same = situation.primary();
        Explanation.Change change = new Explanation.Change(freezing.next(), same, same, 0L);
        return explanation(
                new Explanation.Decided(
                        Explanation.Kind.REAFFIRMED,
                        freezing.cause(),
                        Reason.PRIMARY_CAME_BACK,
                        change,
                        situation.primaryName() + " stays primary"),
                others(List.of(new Explanation.Weighed(
                        same, situation.primaryName(), null, true, Reason.PRIMARY_CAME_BACK.meaning()))));
    }

    /// Nobody is chosen, for now or until a person comes.
    Explanation nobody(Explanation.Kind kind, Ranking ranking) {
        return explanation(
                new Explanation.Decided(
                        kind,
                        freezing.cause(),
                        ranking.reason(),
                        new Explanation.Change(situation.view().term(), situation.primary(), null, leastGap()),
                        "no failover: " + ranking.reason().meaning()),
                others(ranking.weighed()));
    }

    private Explanation explanation(Explanation.Decided decided, List<Explanation.Weighed> candidates) {
        return new Explanation(
                situation.now().instant(),
                decided,
                new Testimony(situation, freezing.next()).all(),
                candidates,
                new PhaseTimes(situation).soFar());
    }

    private Explanation.Kind kind(boolean same) {
        if (same) {
            return Explanation.Kind.REAFFIRMED;
        }
        return freezing.switchover() == null ? Explanation.Kind.FAILOVER : Explanation.Kind.SWITCHOVER;
    }

    private @Nullable Long gap(Candidate candidate) {
        return situation
                .knownEnd(situation.primary())
                .map(end -> end.bytesAheadOf(candidate.furthest()))
                .orElse(null);
    }

    private @Nullable Long leastGap() {
        return ballots.promised().stream()
                .flatMap(candidate -> Optional.ofNullable(gap(candidate)).stream())
                .min(Long::compare)
                .orElse(null);
    }

    /// Those that the ranking did not see, behind those it did.
    private List<Explanation.Weighed> others(List<Explanation.Weighed> weighed) {
        List<Explanation.Weighed> all = new ArrayList<>(weighed);
        situation.view().members().stream()
                .filter(member -> member.profile().kind() == NodeProfile.Kind.SERVER)
                .filter(member -> all.stream().noneMatch(one -> one.node().equals(member.node())))
                .map(this::unranked)
                .forEach(all::add);
        return all;
    }

    private Explanation.Weighed unranked(ClusterView.Member member) {
        return new Explanation.Weighed(member.node(), situation.name(member.node()), null, false, whyUnranked(member));
    }

    private String whyUnranked(ClusterView.Member member) {
        NodeId node = member.node();
        if (situation.view().isPrimary(node)) {
            return freezing.switchover() == null ? "is the primary that was lost" : "is to hand over";
        }
        if (member.profile().election().priority() == 0) {
            return "has priority 0";
        }
        if (ballots.alive().contains(node)) {
            return "still hears the primary, and promised nothing";
        }
        if (!member.electable()) {
            return "may not be promoted at the moment";
        }
        if (ballots.missing().contains(node)) {
            return "did not answer";
        }
        return hasLeft(node)
                ? "is on a timeline that no election opened"
                : "was not asked, or was not taken at its word";
    }

    private boolean hasLeft(NodeId node) {
        return situation
                .of(node)
                .answerTo(freezing.next())
                .map(FreezeAnswer::position)
                .filter(position -> Ballots.hasLeft(situation, position))
                .isPresent();
    }

    /// A restraint keeps an election from being opened at all.
    static Explanation restrained(Situation situation, Restraint restraint) {
        boolean released = situation.lease() instanceof LeaseFinding.Released;
        Term term = situation.view().term();
        return new Explanation(
                situation.now().instant(),
                new Explanation.Decided(
                        Explanation.Kind.REFUSED,
                        released ? Reason.PRIMARY_RELEASED : Reason.PRIMARY_SILENT,
                        restraint.reason(),
                        new Explanation.Change(term, situation.primary(), null, null),
                        "no failover is begun: " + restraint.details()),
                new Testimony(situation, situation.nextTerm()).all(),
                List.of(),
                Map.of());
    }

    /// What is told at once. It names no request: that would answer it.
    static Happening told(Explanation explained) {
        Explanation.Decided decided = explained.decided();
        NodeId former = decided.change().former();
        NodeId chosen = decided.change().chosen();
        Happening told = Happening.of(EventKind.DECISION_EXPLAINED, decided.summary())
                .because(decided.reason())
                .with(Explanation.IN_EVENT, new String(Wire.write(explained), StandardCharsets.UTF_8));
        NodeId about = chosen == null ? former : chosen;
        return about == null ? told : told.about(about);
    }
}
