package io.pgbaton.cli.cluster;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.Amounts;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.service.Failover;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.fleet.WhatIf;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `pgbaton cluster what-if`: what would happen if a node died now.
@Command(
        name = "what-if",
        description = {
            "Says what would happen if a node died now: who would take over and why, who not and why not, what would "
                    + "be lost, what stands in the way. The failover service's own rules answer, from what it knows at "
                    + "this moment; nothing is changed."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton cluster what-if --cluster orders                the primary dies",
            "  pgbaton cluster what-if orders-2 --cluster orders       a standby dies"
        })
public final class ClusterWhatIfCommand implements Verb {

    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "NODE", description = "number or name of the node; without it the primary")
    private @Nullable String node;

    @Option(names = "--json", description = "the service's record")
    private boolean json;

    public ClusterWhatIfCommand(Session session) {
        this.session = session;
    }

    @Override
    public List<ExitCode> endings() {
        return List.of(ExitCode.ISSUES_FOUND);
    }

    @Override
    public ExitCode call() {
        ClusterId cluster = session.requiredCluster();
        Failover failover = session.failover();
        ClusterView view = failover.view(cluster);
        WhatIf answer = failover.whatIf(cluster, meant(view));
        PrintWriter out = session.screen().out();
        if (json) {
            out.println(JsonText.of(answer));
        } else {
            print(answer, out);
        }
        return answer.blockers().isEmpty() ? ExitCode.SUCCESS : ExitCode.ISSUES_FOUND;
    }

    private void print(WhatIf answer, PrintWriter out) {
        WhatIf.Outcome outcome = answer.outcome();
        out.println(outcome.summary());
        out.println("  because    " + outcome.reason() + ": " + outcome.reason().meaning());
        if (outcome.lossBytes() != null) {
            out.println(
                    "  loss       " + Amounts.bytes(outcome.lossBytes()) + " of write-ahead log, as far as is known");
        }
        if (!answer.candidates().isEmpty()) {
            out.println();
            Weighings.table(answer.candidates()).print(out, session.screen().terminal());
        }
        if (!answer.blockers().isEmpty()) {
            out.println();
            out.println("WARNING: in the way");
            answer.blockers().forEach(blocker -> out.println("  - " + blocker));
        }
    }

    private NodeId meant(ClusterView view) {
        if (node == null) {
            return view.primary()
                    .orElseThrow(() ->
                            CommandFailed.badConfig("cluster " + view.cluster() + " has no primary: say which node"));
        }
        return view.members().stream()
                .filter(member -> member.profile().name().equals(node)
                        || member.node().toString().equals(node))
                .map(ClusterView.Member::node)
                .findFirst()
                .orElseThrow(() -> CommandFailed.badConfig("cluster " + view.cluster() + " has no node \"" + node
                        + "\": pgbaton cluster show " + view.cluster() + " lists them"));
    }
}
