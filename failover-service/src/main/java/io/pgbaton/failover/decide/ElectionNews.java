package io.pgbaton.failover.decide;

import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Explanation;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.failover.elect.Ranking;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What people are told of an open election, each thing once.
final class ElectionNews {

    private final Situation situation;
    private final Phase.Freezing freezing;
    private final Ballots ballots;
    private final Draft draft;

    ElectionNews(Situation situation, Phase.Freezing freezing, Ballots ballots, Draft draft) {
        this.situation = situation;
        this.freezing = freezing;
        this.ballots = ballots;
        this.draft = draft;
    }

    /// Silence alone may be a restarting agent, and a server that is down may come back within its lease: the first
    /// standby that has lost the primary too, or the release, makes it a failover.
    void tellStartOnce(LeaseFinding lease) {
        boolean lost = switch (freezing.cause()) {
            case PRIMARY_SILENT -> !ballots.promised().isEmpty();
            case SERVER_CRASHED, SERVER_HUNG -> lease.isOver();
            default -> false;
        };
        if (lost && freezing.switchover() == null && !situation.isMarked(Mark.of(Mark.Kind.START_TOLD))) {
            ElectionMoves.tellStarted(situation, draft, freezing.cause());
        }
    }

    String missingNames() {
        return ballots.missing().isEmpty()
                ? ""
                : ballots.missing().stream()
                        .map(situation::name)
                        .collect(Collectors.joining(", ", " (waiting for ", ")"));
    }

    /// A host that just died leaves receivers that heard it lately: only a lasting "alive" is worth telling.
    void tellUnreachableOnce() {
        Mark told = Mark.of(Mark.Kind.UNREACHABLE_TOLD);
        if (situation.isMarked(told)
                || !situation.phaseLasted(situation.rules().lease().dividedBy(2))) {
            return;
        }
        String hearing = ballots.alive().stream().map(situation::name).collect(Collectors.joining(", "));
        draft.mark(told);
        draft.tell(Happening.of(
                        EventKind.PRIMARY_AGENT_UNREACHABLE,
                        "not failing over: the agent of " + situation.primaryName() + " is silent, but " + hearing
                                + " still receives from its server")
                .about(situation.primary())
                .because(Reason.PRIMARY_AGENT_UNREACHABLE)
                .with("alive", hearing));
    }

    void refuseOnce(Reason reason, String why) {
        refuseOnce(new Ranking(Optional.empty(), reason, why, List.of()));
    }

    void refuseOnce(Ranking ranking) {
        Reason reason = ranking.reason();
        Mark told = Mark.of(Mark.Kind.REFUSAL_TOLD);
        if (situation.isMarked(told)) {
            return;
        }
        draft.mark(told);
        draft.tell(Happening.of(
                        EventKind.FAILOVER_REFUSED,
                        "not failing over: " + reason.meaning() + " (" + ranking.account() + ")")
                .failed()
                .occurring(reason.name())
                .because(reason));
        Explaining explaining = new Explaining(situation, freezing, ballots);
        draft.explainNow(explaining.nobody(Explanation.Kind.REFUSED, ranking), reason.name());
    }
}
