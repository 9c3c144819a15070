package io.pgbaton.cli.standby;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.Amounts;
import io.pgbaton.cli.request.Pursuit;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import java.util.Optional;

/// What a switchover has come to, from the request's last state and the view after it: who is primary decides
/// between repmgr's "failed" and "incomplete".
record SwitchoverEnd(ExitCode code, String line) {

    static SwitchoverEnd refused(Pursuit.Ended ended) {
        return new SwitchoverEnd(ExitCode.SWITCHOVER_FAIL, "switchover: " + ended.lastStep() + "; nothing was changed");
    }

    static SwitchoverEnd of(Pursuit.Ended ended, ClusterView before, ClusterView after) {
        String primary = after.primary().map(after::nameOf).orElse("no node");
        String duration = Amounts.millis(ended.after().toMillis());
        Optional<NodeId> former = before.primary();
        boolean moved = after.primary().isPresent() && !after.primary().equals(former);
        return switch (ended.status().state()) {
            case DONE ->
                new SwitchoverEnd(
                        ExitCode.SUCCESS,
                        "done in " + duration + ": " + primary + " is primary of " + after.cluster() + ", term "
                                + after.term());
            case FAILED, REFUSED ->
                moved
                        ? new SwitchoverEnd(
                                ExitCode.SWITCHOVER_INCOMPLETE,
                                "switchover incomplete, " + primary + " is primary now: " + ended.lastStep())
                        : new SwitchoverEnd(
                                ExitCode.SWITCHOVER_FAIL,
                                "switchover failed, the primary is " + primary + " as before: " + ended.lastStep());
            case RUNNING ->
                new SwitchoverEnd(
                        moved ? ExitCode.SWITCHOVER_INCOMPLETE : ExitCode.SWITCHOVER_FAIL,
                        "switchover is still going on after " + duration + ", the primary is " + primary
                                + ": follow it with pgbaton cluster show " + after.cluster());
        };
    }
}
