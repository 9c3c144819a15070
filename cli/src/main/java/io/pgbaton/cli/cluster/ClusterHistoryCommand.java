package io.pgbaton.cli.cluster;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.Amounts;
import io.pgbaton.cli.output.Colour;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.output.Sparkline;
import io.pgbaton.cli.output.Table;
import io.pgbaton.cli.service.Monitor;
import io.pgbaton.cli.session.ClusterChoice;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.TimeSpan;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.HistorySample;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pgbaton cluster history`: how far the standbys were behind, from the monitoring history.
@Command(
        name = "history",
        description = {
            "Shows how far the standbys of a cluster were behind over the last while, as a small chart: what they had "
                    + "not received, and what they had received and not replayed, together."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton cluster history orders                       the last 15 minutes",
            "  pgbaton cluster history orders --last 6h --node-id 2 one standby",
            "  pgbaton cluster history orders --csv                 every sample, in UTC"
        })
public final class ClusterHistoryCommand implements Verb {

    private static final int CHART = 60;
    /// What stands beside the chart in a terminal.
    private static final int BESIDE = 70;

    private final Session session;

    @Mixin
    private ClusterChoice cluster = new ClusterChoice();

    @Option(names = "--node-id", paramLabel = "N", description = "only this standby")
    private @Nullable Integer node;

    @Option(names = "--last", paramLabel = "LENGTH", description = "how far back: 90s, 30min, 6h, 2d (default: 15min)")
    private String length = "15min";

    @ArgGroup
    private Form form = new Form();

    static final class Form {
        @Option(names = "--csv", description = "time,standby,primary,bytes not received,bytes not replayed")
        boolean csv;

        @Option(names = "--json", description = "the monitor service's samples")
        boolean json;
    }

    public ClusterHistoryCommand(Session session) {
        this.session = session;
    }

    @Override
    public ExitCode call() {
        Duration span = TimeSpan.parse("--last", length);
        ClusterId meant = cluster.in(session);
        Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(span);
        List<HistorySample> samples = session.monitor()
                .history(new Monitor.HistoryFilter(
                        meant, Optional.ofNullable(node).map(Session::parseNode), begin));
        PrintWriter out = session.screen().out();
        if (form.json) {
            out.println(JsonText.of(samples));
        } else if (form.csv) {
            samples.forEach(sample -> out.println(csv(sample)));
        } else if (samples.isEmpty()) {
            out.println("no samples of " + meant + " in the last " + length);
        } else {
            chart(LagHistory.of(samples), session.monitor().cluster(meant), begin, span)
                    .print(out, session.screen().terminal());
        }
        return ExitCode.SUCCESS;
    }

    private Table chart(List<LagHistory> standbys, ClusterStatus status, Instant begin, Duration span) {
        Table table = new Table("Standby", "Now", "Most", "At", "The last " + length);
        int width = session.screen().terminal().widthBeside(BESIDE, CHART);
        for (LagHistory standby : standbys) {
            HistorySample worst = standby.worst();
            table.row(
                    Colour.NONE,
                    List.of(
                            ClusterRows.nameOf(status, standby.standby()),
                            standby.standby().equals(status.primary())
                                    ? "primary"
                                    : Amounts.bytes(LagHistory.behind(standby.last())),
                            Amounts.bytes(LagHistory.behind(worst)),
                            session.screen().times().second(worst.at()),
                            Sparkline.of(standby.parts(begin, span, width))));
        }
        return table;
    }

    private static String csv(HistorySample sample) {
        return String.join(
                ",",
                sample.at().toString(),
                sample.standby().toString(),
                sample.primary().toString(),
                Objects.toString(sample.replicationLag(), ""),
                Objects.toString(sample.applyLag(), ""));
    }
}
