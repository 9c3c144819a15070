package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.Marker;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.failover.evidence.ClusterEvidence;
import io.pgbaton.failover.evidence.Moment;

/// Everything a decision about one cluster rests on: the view in force, what is known of the nodes, and what the
/// service remembers.
public record ClusterState(ClusterView view, ClusterEvidence evidence, Memory memory) {

    public static ClusterState unknown(ClusterId cluster, Moment now) {
        return new ClusterState(ClusterView.empty(cluster), ClusterEvidence.none(now), Memory.none(now));
    }

    public ClusterState after(FailoverEvent event, Moment now) {
        return switch (event) {
            case FailoverEvent.ReportRead(var report) -> new ClusterState(view, evidence.with(report, now), memory);
            case FailoverEvent.RequestRead(var request) -> new ClusterState(view, evidence, memory.asked(request, now));
            case FailoverEvent.RequestAnswered(var request) ->
                new ClusterState(view, evidence, memory.with(Notes.settling(request)));
            case FailoverEvent.DecisionRead(Decision.ViewChanged change) ->
                isInForce(change) ? entered(change, now) : this;
            case FailoverEvent.DecisionRead _ -> this;
            case FailoverEvent.CaughtUp _ -> new ClusterState(view, evidence.renewed(now), memory.phaseEntered(now));
            case FailoverEvent.Ticked _ -> this;
        };
    }

    public ClusterState stored(Notes notes) {
        return new ClusterState(view, evidence, memory.with(notes));
    }

    public ClusterState barrierSent(NodeId silent, Marker marker, Moment now) {
        return new ClusterState(view, evidence.barrierSent(silent, marker, now), memory);
    }

    /// The first in log order wins (rule O4). A log whose beginning has expired starts with any version.
    private boolean isInForce(Decision.ViewChanged change) {
        long version = change.view().version();
        return view.version() == 0 || (change.basedOn() == view.version() && version == view.version() + 1);
    }

    private ClusterState entered(Decision.ViewChanged change, Moment now) {
        Phase next = change.view().phase();
        Memory carried = next.equals(view.phase()) ? memory : memory.phaseEntered(now);
        boolean opened = next instanceof Phase.Freezing && !(view.phase() instanceof Phase.Freezing);
        return new ClusterState(
                change.view(), evidence, opened ? carried.marked(Mark.of(Mark.Kind.FROZEN), now) : carried);
    }
}
