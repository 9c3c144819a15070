package io.pgbaton.failover.decide;

import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Explanation;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.failover.elect.Candidate;
import io.pgbaton.failover.elect.CandidateRanking;
import io.pgbaton.failover.elect.Mandate;
import io.pgbaton.failover.elect.Ranking;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Ends an election that may end (rules F5, F6): the best standby, else the fenced old primary, else nobody yet.
final class ElectionChoice {

    private final Situation situation;
    private final Phase.Freezing freezing;
    private final Ballots ballots;
    private final Draft draft;

    ElectionChoice(Situation situation, Phase.Freezing freezing, Ballots ballots, Draft draft) {
        this.situation = situation;
        this.freezing = freezing;
        this.ballots = ballots;
        this.draft = draft;
    }

    void choose(Admission admission) {
        Ranking ranking = ranking(admission).rank(ballots.promised());
        Optional<Candidate> chosen = ranking.chosen();
        if (chosen.isPresent()) {
            Decision.Tail tail =
                    TailRescue.offer(situation, freezing, chosen.get()).orElse(null);
            ElectionMoves.promote(
                    situation,
                    draft,
                    freezing,
                    new ElectionMoves.Choice(chosen.get(), ranking.reason(), ranking.account(), tail));
            draft.explain(explaining().chosen(chosen.get(), ranking.reason(), ranking.weighed()));
            return;
        }
        if (!ballots.lastResort().isEmpty()) {
            chooseFormer(ranking);
            return;
        }
        chooseNobody(ranking);
    }

    /// The fenced old primary has the most of all; it is taken when no standby can be.
    private void chooseFormer(Ranking standbys) {
        Ranking among = new CandidateRanking(Long.MAX_VALUE, Optional.empty(), location(), new Mandate.ByOperator(null))
                .rank(ballots.lastResort());
        Optional<Candidate> former = among.chosen();
        if (former.isEmpty()) {
            chooseNobody(standbys);
            return;
        }
        String account = ballots.promised().isEmpty() ? among.account() : among.account() + "; " + standbys.account();
        ElectionMoves.promote(
                situation,
                draft,
                freezing,
                new ElectionMoves.Choice(former.get(), Reason.OLD_PRIMARY_AGAIN, account, null));
        List<Explanation.Weighed> weighed = new ArrayList<>(among.weighed());
        weighed.addAll(standbys.weighed());
        draft.explain(explaining().chosen(former.get(), Reason.OLD_PRIMARY_AGAIN, weighed));
    }

    private void chooseNobody(Ranking ranking) {
        // who still hears the primary will promise soon, and may hold more
        if (ranking.reason() == Reason.LAG_ABOVE_LIMIT
                && !mayFormerReturn()
                && ballots.alive().isEmpty()) {
            halt(ranking);
            return;
        }
        if (situation.phaseLasted(situation.rules().timeouts().election())) {
            new ElectionNews(situation, freezing, ballots, draft).refuseOnce(ranking);
        }
        ElectionMoves.askAgain(situation, draft, freezing);
    }

    /// Its agent answers and has fenced it: it will be back as a standby, with everything.
    private boolean mayFormerReturn() {
        return situation.lease() instanceof LeaseFinding.Released
                && situation.isHeard(situation.primary())
                && !situation.phaseLasted(situation.rules().timeouts().promotion());
    }

    private void halt(Ranking ranking) {
        String advice = "start " + situation.primaryName()
                + " again, or accept the loss: pgbaton standby switchover to one of: " + ranking.account();
        draft.phase(
                new Phase.Halted(Reason.LAG_ABOVE_LIMIT, advice),
                new Draft.Why(Reason.LAG_ABOVE_LIMIT, ranking.account()));
        draft.tell(Happening.of(
                        EventKind.FAILOVER_HALTED,
                        "not failing over: " + Reason.LAG_ABOVE_LIMIT.meaning() + " (" + ranking.account() + ")")
                .failed()
                .because(Reason.LAG_ABOVE_LIMIT)
                .with("candidates", ranking.account())
                .with("advice", advice));
        draft.explainNow(explaining().nobody(Explanation.Kind.HALTED, ranking), "");
        Switchovers.fail(draft, freezing.switchover(), Reason.LAG_ABOVE_LIMIT);
    }

    private Explaining explaining() {
        return new Explaining(situation, freezing, ballots);
    }

    private CandidateRanking ranking(Admission admission) {
        boolean operator = freezing.cause() == Reason.SWITCHOVER_REQUESTED
                || freezing.cause() == Reason.CHOSEN_BY_OPERATOR
                || freezing.cause() == Reason.LOSS_ACCEPTED;
        Phase.Switchover switchover = freezing.switchover();
        Mandate mandate =
                operator && switchover != null ? new Mandate.ByOperator(switchover.to()) : new Mandate.Automatic();
        return new CandidateRanking(
                situation.rules().maximumLag(),
                writtenByPrimary(),
                location(),
                mandate,
                admission.barred(ballots.promised()));
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
