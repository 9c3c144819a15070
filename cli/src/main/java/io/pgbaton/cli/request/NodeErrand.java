package io.pgbaton.cli.request;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.Amounts;
import io.pgbaton.contracts.RequestStatus;

/// A request about one node, which either ends well or not: no half-way as a switchover has.
public record NodeErrand(Errand errand, ExitCode whenFailed, ExitCode whenRefused, String whenDone) {

    public NodeErrand(Errand errand, ExitCode whenFailed, String whenDone) {
        this(errand, whenFailed, ExitCode.BAD_CONFIG, whenDone);
    }

    public NodeErrand refusedWith(ExitCode other) {
        return new NodeErrand(errand, whenFailed, other, whenDone);
    }

    public ExitCode run(Pursuit pursuit) {
        Pursuit.Ended ended = pursuit.follow(errand);
        if (pursuit.isDryRun() && ended.status().state() != RequestStatus.State.REFUSED) {
            pursuit.conclude("dry run: nothing was changed");
            return ExitCode.SUCCESS;
        }
        return switch (ended.status().state()) {
            case DONE -> {
                pursuit.conclude("done in " + Amounts.millis(ended.after().toMillis()) + ": " + whenDone);
                yield ExitCode.SUCCESS;
            }
            case REFUSED ->
                throw new CommandFailed(
                        whenRefused,
                        errand.name() + (pursuit.isDryRun() ? " would be refused: " : ": ") + ended.lastStep());
            case FAILED -> throw new CommandFailed(whenFailed, errand.name() + " failed: " + ended.lastStep());
            case RUNNING ->
                throw new CommandFailed(
                        whenFailed,
                        errand.name() + " is still going on after "
                                + Amounts.millis(ended.after().toMillis())
                                + ": follow it with pgbaton cluster event --cluster " + errand.cluster());
        };
    }
}
