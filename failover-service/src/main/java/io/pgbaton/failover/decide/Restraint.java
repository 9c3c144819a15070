package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterPolicy;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Reason;
import java.time.Duration;
import java.util.Optional;

/// What keeps the service from beginning a failover by itself, and how a person lifts it. What is under way goes on
/// to its end, since a cluster is worse off half-way; what an operator asks for is done.
record Restraint(Reason reason, String details, String advice) {

    static Optional<Restraint> of(Situation situation) {
        return paused(situation).or(() -> lately(situation));
    }

    private static Optional<Restraint> paused(Situation situation) {
        return situation
                .view()
                .policy()
                .paused()
                .map(
                        pause -> new Restraint(
                                Reason.PAUSED,
                                pause.by() + " paused it: " + pause.reason() + end(pause),
                                "end the pause: pgbaton service unpause; or promote what there is: pgbaton cluster accept-loss"));
    }

    private static String end(ClusterPolicy.Pause pause) {
        return pause.until() == null ? "" : ", until " + pause.until();
    }

    /// A second failover within minutes rarely has the cause of the first: whatever killed one primary may kill the
    /// next one too.
    private static Optional<Restraint> lately(Situation situation) {
        FailoverRules.Conduct conduct = situation.rules().conduct();
        boolean gone = situation.lease() instanceof LeaseFinding.Lapsed;
        if (gone && conduct.whenPrimaryGone()) {
            return Optional.empty();
        }
        return situation
                .view()
                .policy()
                .failedOver()
                .filter(last -> !last.acknowledged())
                .filter(last -> age(situation, last).compareTo(conduct.minimumInterval()) < 0)
                .map(last -> new Restraint(
                        Reason.FAILED_OVER_LATELY,
                        "the last failover was " + age(situation, last).toSeconds()
                                + " s ago, minimum-failover-interval is "
                                + conduct.minimumInterval().toSeconds() + " s",
                        "acknowledge it, and this one goes on: pgbaton cluster acknowledge"));
    }

    /// A wall clock that was set back must not restrain for longer than the interval.
    private static Duration age(Situation situation, ClusterPolicy.LastFailover last) {
        return Duration.between(last.at(), situation.now().instant()).abs();
    }

    /// Told once for each time that the primary is lost.
    void tellOnce(Situation situation, Draft draft) {
        Mark told = Mark.of(Mark.Kind.REFUSAL_TOLD);
        if (situation.isMarked(told)) {
            return;
        }
        draft.mark(told);
        draft.tell(Happening.of(
                        EventKind.FAILOVER_REFUSED,
                        "primary " + situation.primaryName() + " is lost, and no failover is begun: " + reason.meaning()
                                + " (" + details + ")")
                .failed()
                .about(situation.primary())
                .occurring(reason.name() + situation.now().instant())
                .because(reason)
                .with("advice", advice));
        draft.explainNow(
                Explaining.restrained(situation, this),
                reason.name() + situation.now().instant());
    }
}
