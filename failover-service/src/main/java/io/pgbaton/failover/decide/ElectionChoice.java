package io.pgbaton.failover.decide;

import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Explanation;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.failover.elect.Candidate;
import io.pgbaton.failover.elect.CandidateRanking;
import io.pgbaton.failover.elect.Disqualification;
import io.pgbaton.failover.elect.Mandate;
import io.pgbaton.failover.elect.Ranking;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Ends an election that may end (rules F5, F6): the best standby, else the fenced old primary, else nobody yet.
final class ElectionChoice {

    private final Situation situation;
    private final Phase.Freezing freezing;
    private final Ballots ballots;
    private final Draft draft;
    private final CommitProof proof;

    ElectionChoice(Situation situation, Phase.Freezing freezing, Ballots ballots, Draft draft) {
        this.situation = situation;
        this.freezing = freezing;
        this.ballots = ballots;
        this.draft = draft;
        this.proof = CommitProof.in(situation, freezing, ballots);
    }

    void choose(Admission admission) {
        Ranking ranking = ranking(admission).rank(ballots.promised());
        Optional<Candidate> chosen = ranking.chosen();
        OldPrimary old = new OldPrimary(situation, freezing, ballots);
        boolean oldFirst = old.matters(mandate() instanceof Mandate.Automatic);
        if (oldFirst && old.isOnItsWay()) {
            ElectionMoves.askAgain(situation, draft, freezing);
            return;
        }
        if (oldFirst) {
            Ranking together = rankingWithFormers(admission);
            if (together.chosen().filter(oldPrimaries()::contains).isPresent()) {
                takeFormer(together);
                return;
            }
        }
        if (chosen.isPresent()) {
            Decision.Tail tail = TailRescue.offer(situation, freezing, chosen.get(), oldFirst)
                    .orElse(null);
            ElectionMoves.promote(
                    situation,
                    draft,
                    freezing,
                    new ElectionMoves.Choice(chosen.get(), ranking.reason(), ranking.account(), tail));
            draft.explain(explaining().chosen(chosen.get(), ranking.reason(), ranking.weighed()));
            return;
        }
        if (!formers().isEmpty()) {
            chooseFormer(ranking);
            return;
        }
        chooseNobody(ranking);
    }

    /// The fenced old primary has the most of all; it is taken when no standby can be.
    private void chooseFormer(Ranking standbys) {
        Ranking among = byWhatTheyHold(refused(formers())).rank(formers());
        if (among.chosen().isEmpty()) {
            chooseNobody(standbys);
            return;
        }
        List<Explanation.Weighed> weighed = new ArrayList<>(among.weighed());
        weighed.addAll(standbys.weighed());
        String account = ballots.promised().isEmpty() ? among.account() : among.account() + "; " + standbys.account();
        takeFormer(new Ranking(among.chosen(), among.reason(), account, weighed));
    }

    private void takeFormer(Ranking ranking) {
        Candidate former = ranking.chosen().orElseThrow();
        ElectionMoves.promote(
                situation,
                draft,
                freezing,
                new ElectionMoves.Choice(former, Reason.OLD_PRIMARY_AGAIN, ranking.account(), null));
        draft.explain(explaining().chosen(former, Reason.OLD_PRIMARY_AGAIN, ranking.weighed()));
    }

    /// Without a candidate that has just failed: it never was primary.
    private List<Candidate> oldPrimaries() {
        boolean failed = freezing.cause() == Reason.PROMOTION_TIMED_OUT;
        return formers().stream()
                .filter(former -> !failed || !situation.view().isPrimary(former.node()))
                .toList();
    }

    /// All that promised, by what they hold.
    private Ranking rankingWithFormers(Admission admission) {
        List<Candidate> all = new ArrayList<>(oldPrimaries());
        all.addAll(ballots.promised());
        Map<NodeId, Disqualification> barred = new HashMap<>(refused(formers()));
        barred.putAll(barred(admission));
        return byWhatTheyHold(barred).rank(all);
    }

    /// No lag is too much, and nobody is kept back for `failover = manual`.
    private CandidateRanking byWhatTheyHold(Map<NodeId, Disqualification> barred) {
        return new CandidateRanking(Long.MAX_VALUE, Optional.empty(), location(), new Mandate.ByOperator(null), barred);
    }

    private List<Candidate> formers() {
        return proof.formers(situation, ballots.lastResort());
    }

    private void chooseNobody(Ranking ranking) {
        if (proof.isMissing()) {
            waitForProof(ranking);
            return;
        }
        // who still hears the primary will promise soon, and may hold more
        if (ranking.reason() == Reason.LAG_ABOVE_LIMIT
                && !mayFormerReturn()
                && ballots.alive().isEmpty()) {
            String advice = "start " + situation.primaryName()
                    + " again, or accept the loss: pgbaton standby switchover to one of: " + ranking.account();
            halt(ranking, advice);
            return;
        }
        goOnWaiting(ranking);
    }

    /// Who has not promised may be the only one that has a commit that was acknowledged (rule S3).
    private void waitForProof(Ranking ranking) {
        String missing = proof.missing().stream().map(situation::name).collect(Collectors.joining(", "));
        Ranking outcome = new Ranking(
                Optional.empty(),
                Reason.SYNCHRONOUS_QUORUM_MISSING,
                ranking.account() + "; missing: " + missing,
                ranking.weighed());
        if (situation.phaseLasted(situation.rules().timeouts().promotion())
                && ballots.alive().isEmpty()) {
            String advice = "bring back " + missing + " or " + situation.primaryName()
                    + ", or accept the loss: pgbaton cluster accept-loss";
            halt(outcome, advice);
            return;
        }
        goOnWaiting(outcome);
    }

    private void goOnWaiting(Ranking outcome) {
        if (situation.phaseLasted(situation.rules().timeouts().election())) {
            new ElectionNews(situation, freezing, ballots, draft).refuseOnce(outcome);
        }
        ElectionMoves.askAgain(situation, draft, freezing);
    }

    /// Its agent answers and has fenced it: it will be back as a standby, with everything.
    private boolean mayFormerReturn() {
        return situation.lease() instanceof LeaseFinding.Released
                && situation.isHeard(situation.primary())
                && !situation.phaseLasted(situation.rules().timeouts().promotion());
    }

    private void halt(Ranking outcome, String advice) {
        Reason reason = outcome.reason();
        String account = outcome.account();
        draft.phase(new Phase.Halted(reason, advice), new Draft.Why(reason, account));
        draft.tell(
                Happening.of(EventKind.FAILOVER_HALTED, "not failing over: " + reason.meaning() + " (" + account + ")")
                        .failed()
                        .because(reason)
                        .with("candidates", account)
                        .with("advice", advice));
        draft.explainNow(explaining().nobody(Explanation.Kind.HALTED, outcome), "");
        Switchovers.fail(draft, freezing.switchover(), reason);
    }

    private Explaining explaining() {
        return new Explaining(situation, freezing, ballots);
    }

    private CandidateRanking ranking(Admission admission) {
        return new CandidateRanking(
                situation.rules().maximumLag(), writtenByPrimary(), location(), mandate(), barred(admission));
    }

    private Map<NodeId, Disqualification> barred(Admission admission) {
        Map<NodeId, Disqualification> barred = new HashMap<>(refused(ballots.promised()));
        barred.putAll(proof.barred());
        barred.putAll(admission.barred(ballots.promised()));
        return barred;
    }

    private Mandate mandate() {
        boolean operator = freezing.cause() == Reason.SWITCHOVER_REQUESTED
                || freezing.cause() == Reason.CHOSEN_BY_OPERATOR
                || freezing.cause() == Reason.LOSS_ACCEPTED;
        Phase.Switchover switchover = freezing.switchover();
        return operator && switchover != null ? new Mandate.ByOperator(switchover.to()) : new Mandate.Automatic();
    }

    /// What a node's own command advises against, unless an operator wants it (rule F5).
    private Map<NodeId, Disqualification> refused(List<Candidate> candidates) {
        return mandate() instanceof Mandate.ByOperator
                ? Map.of()
                : candidates.stream()
                        .filter(Candidate::refused)
                        .collect(Collectors.toMap(Candidate::node, _ -> Disqualification.REFUSED_BY_VALIDATION));
    }

    private Optional<Lsn> writtenByPrimary() {
        return situation.knownEnd(situation.primary());
    }

    private String location() {
        return situation
                .view()
                .member(situation.primary())
                .map(member -> member.profile().election().location())
                .orElse("");
    }
}
