package io.pgbaton.failover.decide;

import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.failover.evidence.Moment;
import java.util.HashMap;
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
            draft.tell(switchover(switchover, timeline));
        } else {
            String details = name() + " is primary under term "
                    + situation.view().term() + ", after " + former() + " was lost" + total();
            draft.tell(arrival(EventKind.FAILOVER_PROMOTE, details, timeline));
        }
    }

    private void tellAborted(Phase.@Nullable Switchover switchover) {
        draft.tell(Happening.of(
                        EventKind.FAILOVER_ABORTED,
                        name() + " proved alive and stays primary, now under term "
                                + situation.view().term())
                .about(situation.primary())
                .because(Reason.PRIMARY_CAME_BACK));
        Switchovers.fail(draft, switchover, Reason.PRIMARY_CAME_BACK);
    }

    private Happening switchover(Phase.Switchover switchover, @Nullable Timeline timeline) {
        RequestId request = switchover.request();
        NodeId to = switchover.to();
        boolean asAsked = to == null || to.equals(situation.primary());
        String details = "primary changed from " + former() + " to " + name() + total();
        Happening done = arrival(
                        EventKind.STANDBY_SWITCHOVER,
                        asAsked ? details : details + ", not to the node asked for",
                        timeline)
                .answering(request);
        return asAsked ? done : done.failed();
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
        NodeId former = promoting.former();
        return former == null ? "nobody" : situation.name(former);
    }

    private String total() {
        return suspected()
                .map(since -> " (" + situation.moment().since(since).toMillis() + " ms)")
                .orElse("");
    }

    private Optional<Moment> suspected() {
        return situation.state().memory().when(Mark.of(Mark.Kind.SUSPECTED));
    }

    /// Milliseconds since the primary was last known well; a service that restarted on the way knows only some.
    private Map<String, String> durations() {
        Map<String, String> durations = new HashMap<>();
        suspected().ifPresent(since -> {
            put(durations, "detected_ms", since, Mark.Kind.OPENED);
            put(durations, "frozen_ms", since, Mark.Kind.FROZEN);
            put(durations, "decided_ms", since, Mark.Kind.DECIDED);
            durations.put(
                    "promoted_ms", Long.toString(situation.moment().since(since).toMillis()));
        });
        return durations;
    }

    private void put(Map<String, String> durations, String name, Moment since, Mark.Kind kind) {
        situation
                .state()
                .memory()
                .when(Mark.of(kind))
                .ifPresent(
                        at -> durations.put(name, Long.toString(at.since(since).toMillis())));
    }
}
