package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Explanation;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Timeline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells what a new reign is, for those who wait for it: a failover, a switchover, a registration, or nothing
/// changed.
record Arrivals(Situation situation, Phase.Promoting promoting, Draft draft) {

    void tell(@Nullable Timeline timeline) {
        Phase.Switchover switchover = promoting.switchover();
        if (promoting.cause() == Reason.PRIMARY_REGISTERED) {
            draft.tell(arrival(EventKind.PRIMARY_REGISTER, name() + " is the cluster's primary", timeline)
                    .answering(switchover == null ? null : switchover.request()));
        } else if (promoting.cause() == Reason.PRIMARY_CAME_BACK) {
            tellAborted(switchover);
        } else if (switchover != null) {
            tellAndExplain(switchover(switchover, timeline));
        } else {
            String details = name() + " is primary " + (isBack() ? "again " : "") + "under term "
                    + situation.view().term() + ", after " + (isBack() ? "it" : former()) + " was lost" + total();
            tellAndExplain(arrival(EventKind.FAILOVER_PROMOTE, details, timeline));
        }
    }

    private void tellAndExplain(Happening arrival) {
        draft.tell(arrival);
        explain(arrival.outcome().details());
    }

    private void tellAborted(Phase.@Nullable Switchover switchover) {
        tellAndExplain(Happening.of(
                        EventKind.FAILOVER_ABORTED,
                        name() + " proved alive and stays primary, now under term "
                                + situation.view().term())
                .about(situation.primary())
                .because(Reason.PRIMARY_CAME_BACK));
        Switchovers.fail(draft, switchover, Reason.PRIMARY_CAME_BACK);
    }

    private Happening switchover(Phase.Switchover switchover, @Nullable Timeline timeline) {
        String details = isBack()
                ? name() + " is primary again" + total() + otherwise(switchover, ": no standby could take over")
                : "primary changed from " + former() + " to " + name() + total() + otherwise(switchover, "");
        Happening told =
                arrival(EventKind.STANDBY_SWITCHOVER, details, timeline).answering(switchover.request());
        return isBack() || isAnother(switchover) ? told.failed() : told;
    }

    private boolean isAnother(Phase.Switchover switchover) {
        return switchover.to() != null && !switchover.to().equals(situation.primary());
    }

    private String otherwise(Phase.Switchover switchover, String unnamed) {
        NodeId to = switchover.to();
        return to == null || !isAnother(switchover)
                ? unnamed
                : ", not " + (isBack() ? "" : "to ") + situation.name(to) + ", which was asked for";
    }

    private Happening arrival(EventKind kind, String details, @Nullable Timeline timeline) {
        Happening arrival = Happening.of(kind, details)
                .about(situation.primary())
                .because(promoting.cause())
                .with(durations())
                .with(situation.state().memory().facts());
        return timeline == null ? arrival : arrival.with("timeline", timeline.toString());
    }

    private String name() {
        return situation.primaryName();
    }

    private String former() {
        return lastPrimary().map(situation::name).orElse("nobody");
    }

    /// The one from before, after every standby that was to take over has failed.
    private boolean isBack() {
        return lastPrimary().filter(situation.primary()::equals).isPresent();
    }

    /// Not who was chosen in between and never took over.
    private Optional<NodeId> lastPrimary() {
        return Optional.ofNullable(situation.view().reign().before())
                .map(ClusterView.Held::node)
                .or(() -> Optional.ofNullable(promoting.former()));
    }

    private String total() {
        return new PhaseTimes(situation)
                .total()
                .map(total -> " (" + total.toMillis() + " ms)")
                .orElse("");
    }

    private Map<String, String> durations() {
        Map<String, String> durations = new HashMap<>();
        new PhaseTimes(situation)
                .promoted()
                .forEach((phase, millis) -> durations.put(phase + "_ms", Long.toString(millis)));
        return durations;
    }

    private void explain(String summary) {
        Explanation choice = Optional.ofNullable(situation.state().memory().explained())
                .filter(known ->
                        known.decided().change().term().equals(situation.view().term()))
                .orElseGet(this::takenOver);
        Explanation.Decided decided = choice.decided();
        draft.tell(Explaining.told(new Explanation(
                choice.at(),
                new Explanation.Decided(decided.kind(), decided.cause(), decided.reason(), decided.change(), summary),
                choice.evidence(),
                choice.candidates(),
                new PhaseTimes(situation).promoted())));
    }

    /// Another run of the service chose, and knew the evidence as it was then.
    private Explanation takenOver() {
        NodeId former = promoting.former();
        boolean same = situation.primary().equals(former) || promoting.cause() == Reason.PRIMARY_CAME_BACK;
        Explanation.Kind changed =
                promoting.switchover() == null ? Explanation.Kind.FAILOVER : Explanation.Kind.SWITCHOVER;
        Explanation.Decided decided = new Explanation.Decided(
                same ? Explanation.Kind.REAFFIRMED : changed,
                promoting.cause(),
                Reason.PROMOTED,
                new Explanation.Change(situation.view().term(), former, situation.primary(), null),
                "");
        return new Explanation(
                situation.now().instant(),
                decided,
                new Testimony(situation, situation.view().term()).all(),
                List.of(),
                Map.of());
    }
}
