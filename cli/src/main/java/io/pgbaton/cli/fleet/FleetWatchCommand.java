package io.pgbaton.cli.fleet;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.cli.session.Watching;
import io.pgbaton.contracts.fleet.ClusterStatus;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pgbaton fleet watch`: every cluster in a line, live.
@Command(
        name = "watch",
        description = {
            "Shows every cluster of the fleet in a line, live, until Ctrl-C: the sickest first, and how many there are.",
            "While the monitor service does not answer, that is said above the last picture."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton fleet watch --limit 40         what fits on the wall",
            "  pgbaton fleet watch --sick --interval 5s"
        })
public final class FleetWatchCommand implements Verb {

    private final Session session;

    @Mixin
    private FleetSelection selection = new FleetSelection();

    @Mixin
    private Watching watching = new Watching();

    public FleetWatchCommand(Session session) {
        this.session = session;
    }

    @Override
    public ExitCode call() {
        return watching.run(session.screen(), this::draw);
    }

    private void draw(PrintWriter out) {
        List<ClusterStatus> meant = selection.meant(session.monitor().fleet());
        out.println(FleetSelection.counted(meant));
        out.println();
        FleetRows.table(selection.shown(meant)).print(out, session.screen().terminal());
    }
}
