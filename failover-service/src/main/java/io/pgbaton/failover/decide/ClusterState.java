package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Marker;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Report;
import io.pgbaton.failover.evidence.ClusterEvidence;
import io.pgbaton.failover.evidence.Moment;

/// Everything a decision about one cluster rests on: the view in force and what else the decision log says, what is
/// known of the nodes, and what the service remembers.
public record ClusterState(ClusterView view, Tenure tenure, ClusterEvidence evidence, Memory memory) {

    public static ClusterState unknown(ClusterId cluster, Moment now) {
        return new ClusterState(
                ClusterView.empty(cluster), Tenure.UNKNOWN, ClusterEvidence.none(now), Memory.none(now));
    }

    public ClusterState after(FailoverEvent event, Moment now) {
        return switch (event) {
            case FailoverEvent.ReportRead(var report) -> reported(report, now);
            case FailoverEvent.RequestRead(var request) -> remembering(memory.asked(request, now));
            case FailoverEvent.RequestAnswered(var request) -> remembering(memory.with(Notes.settling(request)));
            case FailoverEvent.DecisionRead(Decision.ViewChanged change) ->
                isInForce(change) ? entered(change, now) : this;
            case FailoverEvent.DecisionRead(Decision.Claim claim) -> claimed(claim, now);
            case FailoverEvent.DecisionRead _ -> this;
            case FailoverEvent.CaughtUp _ ->
                new ClusterState(view, tenure, evidence.renewed(now), memory.phaseEntered(now));
            case FailoverEvent.Ticked _ -> this;
        };
    }

    /// A heartbeat of the primary under its term names the version it goes by (rule M1).
    private ClusterState reported(Report report, Moment now) {
        boolean adopts = report instanceof Heartbeat heartbeat
                && view.isPrimary(heartbeat.node())
                && !evidence.of(heartbeat.node()).isDuplicate(now);
        Tenure known = adopts ? tenure.adopted(((Heartbeat) report).standing().view()) : tenure;
        return new ClusterState(view, known, evidence.with(report, now), memory);
    }

    private ClusterState claimed(Decision.Claim claim, Moment now) {
        ClusterEvidence known = view.isPrimary(claim.node()) ? evidence.claimed(claim.node(), now) : evidence;
        return new ClusterState(view, tenure.claimed(claim, view), known, memory);
    }

    private ClusterState remembering(Memory next) {
        return new ClusterState(view, tenure, evidence, next);
    }

    public ClusterState stored(Notes notes) {
        return remembering(memory.with(notes));
    }

    public ClusterState barrierSent(NodeId silent, Marker marker, Moment now) {
        return new ClusterState(view, tenure, evidence.barrierSent(silent, marker, now), memory);
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
                change.view(),
                tenure.entered(view, change.view()),
                evidence,
                opened ? carried.marked(Mark.of(Mark.Kind.FROZEN), now) : carried);
    }
}
