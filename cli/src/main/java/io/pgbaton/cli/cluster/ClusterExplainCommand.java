package io.pgbaton.cli.cluster;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.Amounts;
import io.pgbaton.cli.output.Colour;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.output.Table;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Explanation;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `pgbaton cluster explain`: why the last decision about a cluster fell as it did.
@Command(
        name = "explain",
        description = {
            "Explains the last failover, switchover, refusal or halt of a cluster: who said what and how old it was, "
                    + "who could have been chosen and why not, what was missing, how long each phase took."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton cluster explain --cluster orders",
            "  pgbaton cluster explain --cluster orders --limit 5 --json"
        })
public final class ClusterExplainCommand implements Verb {

    private static final int MOST = 100;

    private final Session session;

    @Option(names = "--limit", paramLabel = "N", description = "how many, newest first (${DEFAULT-VALUE})")
    private int limit = 1;

    @Option(names = "--json", description = "the service's records")
    private boolean json;

    public ClusterExplainCommand(Session session) {
        this.session = session;
    }

    @Override
    public ExitCode call() {
        if (limit < 1 || limit > MOST) {
            throw CommandFailed.badConfig("--limit " + limit + " is out of range: 1 to " + MOST);
        }
        ClusterId cluster = session.requiredCluster();
        List<Explanation> found = session.failover().explanations(cluster).stream()
                .sorted(Comparator.comparing(Explanation::at).reversed())
                .limit(limit)
                .toList();
        PrintWriter out = session.screen().out();
        if (json) {
            out.println(JsonText.of(found));
        } else if (found.isEmpty()) {
            out.println("nothing to explain: " + cluster + " has had no failover, switchover, refusal or halt lately");
        } else {
            found.forEach(one -> print(one, out));
        }
        return ExitCode.SUCCESS;
    }

    private void print(Explanation explained, PrintWriter out) {
        Explanation.Decided decided = explained.decided();
        out.println(session.screen().times().second(explained.at()) + "  "
                + decided.kind().name().toLowerCase(Locale.ROOT) + ": " + decided.summary());
        out.println("  due because  " + decided.cause() + ": " + decided.cause().meaning());
        out.println(
                "  decided by   " + decided.reason() + ": " + decided.reason().meaning());
        out.println("  term         " + decided.change().term());
        if (decided.change().gapBytes() != null) {
            out.println("  missing      " + Amounts.bytes(decided.change().gapBytes())
                    + " of what the old primary is known to have written");
        }
        if (!explained.phases().isEmpty()) {
            out.println("  took         " + phases(explained.phases()));
        }
        if (!explained.evidence().isEmpty()) {
            out.println();
            evidence(explained.evidence()).print(out, session.screen().terminal());
        }
        if (!explained.candidates().isEmpty()) {
            out.println();
            Weighings.table(explained.candidates()).print(out, session.screen().terminal());
        }
        out.println();
    }

    /// In the order they happened.
    private static String phases(Map<String, Long> phases) {
        return phases.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(phase -> phase.getKey() + " after " + Amounts.millis(phase.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static Table evidence(List<Explanation.Observation> evidence) {
        Table table = new Table("Observer", "Says", "Age");
        for (Explanation.Observation one : evidence) {
            table.row(
                    Colour.NONE,
                    List.of(
                            one.name(),
                            one.says(),
                            one.ageMillis() == null ? "never heard" : Amounts.millis(one.ageMillis())));
        }
        return table;
    }
}
