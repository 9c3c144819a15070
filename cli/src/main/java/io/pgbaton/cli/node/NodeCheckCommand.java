package io.pgbaton.cli.node;

import io.pgbaton.cli.check.Check;
import io.pgbaton.cli.check.NodeChecks;
import io.pgbaton.cli.check.Verdict;
import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.service.Agent;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pgbaton node check`: one node, or one thing about it, as monitoring systems want it.
@Command(
        name = "check",
        description = {
            "Checks one node. Without an option everything, a line each; the exit status is 0 or 25.",
            "With one option that alone; the exit status is 0 for OK, 1 for WARNING, 2 for CRITICAL, 3 for UNKNOWN.",
            "Limits come from the configuration file: replication_lag_warning and _critical (300 and 600 s), "
                    + "archive_ready_warning and _critical (16 and 128 files)."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton node check -f /etc/pgbaton/agent.conf",
            "  pgbaton node check --cluster orders --node-id 2 --replication-lag --nagios",
            "  pgbaton node check --cluster orders --node-name orders-2 --json"
        })
public final class NodeCheckCommand implements Verb {

    private final Session session;

    @Mixin
    private OneNode node = new OneNode();

    @ArgGroup
    private Single single = new Single();

    @ArgGroup
    private Form form = new Form();

    static final class Single {
        @Option(names = "--role", description = "it runs as what it is registered as")
        boolean role;

        @Option(names = "--replication-lag", description = "seconds behind the primary")
        boolean lag;

        @Option(names = "--archive-ready", description = "segments that wait for archive_command")
        boolean archive;

        @Option(names = "--upstream", description = "it streams from somebody")
        boolean upstream;

        @Option(names = "--downstream", description = "its standbys stream")
        boolean downstream;

        @Option(names = "--slots", description = "no physical replication slot is inactive")
        boolean slots;

        @Option(names = "--missing-slots", description = "a slot for each that streams from it")
        boolean missingSlots;

        @Option(names = "--lease", description = "the primary holds its lease, and nobody else one")
        boolean lease;

        @Option(
                names = {"--agent", "--repmgrd"},
                description = "its agent is heard")
        boolean agent;

        Optional<Check> chosen() {
            Map<Check, Boolean> asked = new EnumMap<>(Check.class);
            asked.put(Check.ROLE, role);
            asked.put(Check.REPLICATION_LAG, lag);
            asked.put(Check.ARCHIVE_READY, archive);
            asked.put(Check.UPSTREAM, upstream);
            asked.put(Check.DOWNSTREAM, downstream);
            asked.put(Check.SLOTS, slots);
            asked.put(Check.MISSING_SLOTS, missingSlots);
            asked.put(Check.LEASE, lease);
            asked.put(Check.AGENT, agent);
            return asked.entrySet().stream()
                    .filter(Map.Entry::getValue)
                    .map(Map.Entry::getKey)
                    .findFirst();
        }
    }

    static final class Form {
        @Option(names = "--csv", description = "\"item\",\"STATUS\",\"details\" lines, as repmgr writes them")
        boolean csv;

        @Option(names = "--nagios", description = "one line with performance data; with one check only")
        boolean nagios;

        @Option(names = "--json", description = "for programs")
        boolean json;
    }

    public NodeCheckCommand(Session session) {
        this.session = session;
    }

    @Override
    public List<ExitCode> endings() {
        return List.of(ExitCode.CHECK_WARNING, ExitCode.CHECK_CRITICAL, ExitCode.CHECK_UNKNOWN, ExitCode.ISSUES_FOUND);
    }

    @Override
    public ExitCode call() {
        Optional<Check> chosen = single.chosen();
        if (form.nagios && chosen.isEmpty()) {
            throw CommandFailed.badConfig("--nagios needs one check: " + Check.ROLE.option() + ", "
                    + Check.REPLICATION_LAG.option() + ", ... (see pgbaton node check --help)");
        }
        if (form.csv && chosen.isPresent()) {
            throw CommandFailed.badConfig("--csv is for all checks at once: leave "
                    + chosen.get().option() + " away, or use --nagios or --json");
        }
        ClusterStatus cluster = session.monitor().cluster(session.requiredCluster());
        NodeStatus status = node.in(cluster, session);
        NodeChecks checks = new NodeChecks(
                cluster, status, OneNode.saidBy(new Agent(status.profile()), session), session.thresholds());
        return chosen.map(check -> one(check, checks.look(check))).orElseGet(() -> all(status, checks));
    }

    private ExitCode one(Check check, Verdict verdict) {
        if (form.json) {
            out().println(JsonText.of(Line.of(check, verdict)));
        } else {
            out().println(form.nagios ? verdict.nagios(check) : verdict.text());
        }
        return verdict.level().end();
    }

    private ExitCode all(NodeStatus status, NodeChecks checks) {
        Map<Check, Verdict> verdicts = new EnumMap<>(Check.class);
        for (Check check : Check.values()) {
            verdicts.put(check, checks.look(check));
        }
        print(status, verdicts);
        return verdicts.values().stream().allMatch(verdict -> verdict.level() == Verdict.Level.OK)
                ? ExitCode.SUCCESS
                : ExitCode.ISSUES_FOUND;
    }

    private void print(NodeStatus status, Map<Check, Verdict> verdicts) {
        if (form.json) {
            List<Line> lines = new ArrayList<>();
            verdicts.forEach((check, verdict) -> lines.add(Line.of(check, verdict)));
            out().println(JsonText.of(lines));
            return;
        }
        if (!form.csv) {
            out().println("Node \"" + status.profile().name() + "\":");
        }
        verdicts.forEach((check, verdict) ->
                out().println(form.csv ? csv(check, verdict) : "\t" + check.words() + ": " + verdict.text()));
    }

    private static String csv(Check check, Verdict verdict) {
        return "\"" + check.words() + "\",\"" + verdict.level() + "\",\""
                + verdict.details().replace("\"", "\"\"") + "\"";
    }

    /// `{"check": "REPLICATION_LAG", "status": "OK", "details": "0 seconds", "measured": ["lag=0;300;600"]}`.
    record Line(Check check, Verdict.Level status, String details, List<String> measured) {
        static Line of(Check check, Verdict verdict) {
            return new Line(
                    check,
                    verdict.level(),
                    verdict.details(),
                    verdict.measured().stream().map(Verdict.Measure::toString).toList());
        }
    }

    private PrintWriter out() {
        return session.screen().out();
    }
}
