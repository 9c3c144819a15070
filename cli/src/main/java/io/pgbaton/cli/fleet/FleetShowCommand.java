package io.pgbaton.cli.fleet;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.fleet.ClusterStatus;
import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
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

    @Option(names = "--sick", description = "only clusters that are not ok")
    private boolean sick;

    @Option(names = "--name", paramLabel = "PATTERN", description = "only clusters with such a name; * is any text")
    private @Nullable String name;

    @Option(
            names = "--sort",
            paramLabel = "BY",
            description = "${COMPLETION-CANDIDATES}: the worst first (default: HEALTH)")
    private FleetRows.Order order = FleetRows.Order.HEALTH;

    @Option(names = "--limit", paramLabel = "N", description = "the first N lines (default: all)")
    private int limit = Integer.MAX_VALUE;

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
        List<ClusterStatus> meant =
                session.monitor().fleet().stream().filter(this::isMeant).toList();
        List<ClusterStatus> shown =
                order.sorted(meant).stream().limit(Math.max(0, limit)).toList();
        PrintWriter out = session.screen().out();
        if (form.json) {
            out.println(JsonText.of(shown));
        } else if (form.csv) {
            shown.forEach(cluster -> out.println(FleetRows.csv(cluster)));
        } else {
            FleetRows.table(shown).print(out, session.screen().terminal());
            out.println();
            out.println(counted(meant));
        }
        return meant.stream().allMatch(FleetShowCommand::isOk) ? ExitCode.SUCCESS : ExitCode.ISSUES_FOUND;
    }

    private boolean isMeant(ClusterStatus cluster) {
        boolean named =
                name == null || pattern(name).matcher(cluster.cluster().name()).matches();
        return named && !(sick && isOk(cluster));
    }

    private static Pattern pattern(String name) {
        return Pattern.compile(
                List.of(name.split("\\*", -1)).stream().map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    private static boolean isOk(ClusterStatus cluster) {
        return cluster.health() == ClusterStatus.Health.OK;
    }

    private static String counted(List<ClusterStatus> clusters) {
        long ok = clusters.stream().filter(FleetShowCommand::isOk).count();
        return clusters.size() + (clusters.size() == 1 ? " cluster, " : " clusters, ") + ok + " ok, "
                + (clusters.size() - ok) + " not";
    }
}
