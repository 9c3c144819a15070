package io.pgbaton.failover.decide;

import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.StandingOrders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A switchover for later. It stands in the view, so that it outlives every restart; there is one at most.
final class PlannedSwitchover {

    /// Maintenance that could not begin for so long is over: a switchover out of the blue would surprise.
    private static final Duration TOO_LATE = Duration.ofMinutes(5);

    private PlannedSwitchover() {}

    static Feasibility checkCancel(Situation situation) {
        return situation
                .orders()
                .plannedSwitchover()
                .map(planned -> Feasibility.possible("forget the switchover planned for " + planned.at()))
                .orElse(Feasibility.refused("no switchover is planned"));
    }

    static void plan(Situation situation, Draft draft, Request request, Request.Switchover wish) {
        Instant at = wish.at() == null ? situation.now().instant() : wish.at();
        situation.orders().plannedSwitchover().ifPresent(before -> end(draft, before, "another one was planned"));
        String words = request.asked().by() + " planned a switchover for " + at;
        keep(
                situation,
                draft,
                situation
                        .orders()
                        .with(new StandingOrders.Planned(
                                request.id(), request.asked().by(), at, wish)),
                words);
        draft.tell(Happening.of(EventKind.SWITCHOVER_PLANNED, words)
                .because(Reason.SWITCHOVER_PLANNED)
                .answering(request.id()));
    }

    static void cancel(Situation situation, Draft draft, Request request) {
        situation.orders().plannedSwitchover().ifPresent(planned -> {
            String words = request.asked().by() + " cancelled the switchover planned for " + planned.at();
            forget(situation, draft, words);
            end(draft, planned, words);
            draft.tell(Happening.of(EventKind.SWITCHOVER_PLANNED, words)
                    .because(Reason.SWITCHOVER_PLANNED)
                    .answering(request.id()));
        });
    }

    /// Begins it when it is due; what is in its way may go away for a while.
    static void beginInTime(Situation situation, Draft draft) {
        Optional<StandingOrders.Planned> due = situation
                .orders()
                .plannedSwitchover()
                .filter(planned -> !situation.now().instant().isBefore(planned.at()));
        if (due.isEmpty()) {
            return;
        }
        StandingOrders.Planned planned = due.get();
        boolean late = Duration.between(planned.at(), situation.now().instant()).compareTo(TOO_LATE) > 0;
        Request.Switchover now =
                new Request.Switchover(planned.wish().to(), planned.wish().force(), null);
        switch (new SwitchoverCheck(situation, now).check()) {
            case Feasibility.Possible(List<String> _) -> {
                if (late) {
                    giveUp(situation, draft, planned, "it could not begin within " + TOO_LATE.toMinutes() + " minutes");
                } else {
                    begin(situation, draft, planned);
                }
            }
            case Feasibility.NotYet(Reason _, String why) -> {
                if (late) {
                    giveUp(situation, draft, planned, why);
                }
            }
            case Feasibility.Refused(Reason _, String why) -> giveUp(situation, draft, planned, why);
        }
    }

    private static void begin(Situation situation, Draft draft, StandingOrders.Planned planned) {
        StandingOrders.Planned none = null;
        draft.bind(situation.view().policy().with(situation.orders().with(none)));
        WhileStopping.begin(
                situation,
                draft,
                new Phase.Switchover(planned.request(), planned.wish().to()));
        draft.tell(Happening.of(
                        EventKind.REQUEST_STEP,
                        "the switchover that " + planned.by() + " planned for " + planned.at() + " begins")
                .answering(planned.request()));
    }

    private static void giveUp(Situation situation, Draft draft, StandingOrders.Planned planned, String why) {
        forget(situation, draft, "the switchover planned for " + planned.at() + " was given up: " + why);
        end(draft, planned, why);
    }

    private static void forget(Situation situation, Draft draft, String words) {
        StandingOrders.Planned none = null;
        keep(situation, draft, situation.orders().with(none), words);
    }

    private static void keep(Situation situation, Draft draft, StandingOrders orders, String words) {
        draft.bind(situation.view().policy().with(orders));
        draft.phase(situation.view().phase(), new Draft.Why(Reason.SWITCHOVER_PLANNED, words));
    }

    private static void end(Draft draft, StandingOrders.Planned planned, String why) {
        draft.tell(Happening.of(
                        EventKind.REQUEST_FAILED,
                        "the switchover planned for " + planned.at() + " does not happen: " + why)
                .failed()
                .because(Reason.SWITCHOVER_PLANNED)
                .answering(planned.request()));
    }
}
