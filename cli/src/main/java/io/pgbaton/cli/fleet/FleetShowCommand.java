package io.pgbaton.cli.fleet;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.fleet.ClusterStatus;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pgbaton fleet show`: every cluster in a line.
@Command(
        name = "show",
        description = {
            "Shows every cluster of the fleet in a line, the sickest first, and counts them.",
            "With any cluster that is not ok, the exit status tells."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton fleet show                          all of them",
            "  pgbaton fleet show --sick                   only what is not ok",
            "  pgbaton fleet show --name 'eu-*' --sort lag some, the furthest behind first",
            "  pgbaton fleet show --json                   the monitor service's records"
        })
public final class FleetShowCommand implements Verb {

    private final Session session;

    @Mixin
    private FleetSelection selection = new FleetSelection();

    @ArgGroup
    private Form form = new Form();

    static final class Form {
        @Option(names = "--csv", description = "cluster,health,primary,running standbys,standbys,term,worst lag")
        boolean csv;

        @Option(names = "--json", description = "the monitor service's records")
        boolean json;
    }

    public FleetShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public List<ExitCode> endings() {
        return List.of(ExitCode.ISSUES_FOUND);
    }

    @Override
    public ExitCode call() {
        List<ClusterStatus> meant = selection.meant(session.monitor().fleet());
        List<ClusterStatus> shown = selection.shown(meant);
        PrintWriter out = session.screen().out();
        if (form.json) {
            out.println(JsonText.of(shown));
        } else if (form.csv) {
            shown.forEach(cluster -> out.println(FleetRows.csv(cluster)));
        } else {
            FleetRows.table(shown).print(out, session.screen().terminal());
            out.println();
            out.println(FleetSelection.counted(meant));
        }
        return meant.stream().allMatch(FleetSelection::isOk) ? ExitCode.SUCCESS : ExitCode.ISSUES_FOUND;
    }
}
