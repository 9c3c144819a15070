package io.pgbaton.cli.reach;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.session.ClusterChoice;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.ClusterId;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pgbaton cluster crosscheck`: who reaches whom, also as seen through the other agents.
@Command(
        name = "crosscheck",
        description = {
            "Shows which node reaches which, as cluster matrix does, and asks every agent also through every other one: "
                    + "a node that cannot be reached from here still counts. Of several answers the best is shown."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton cluster crosscheck orders            a table: rows from, columns to; * reached, x not, ? unknown",
            "  pgbaton cluster crosscheck orders --csv      from,to,status with repmgr's 0, -1, -2",
            "  pgbaton cluster crosscheck -f /etc/pgbaton/agent.conf --json"
        })
public final class ClusterCrosscheckCommand implements Verb {

    private final Session session;

    @Mixin
    private ClusterChoice cluster = new ClusterChoice();

    @ArgGroup
    private Matrix.Form form = new Matrix.Form();

    public ClusterCrosscheckCommand(Session session) {
        this.session = session;
    }

    @Override
    public List<ExitCode> endings() {
        return List.of(ExitCode.ISSUES_FOUND);
    }

    @Override
    public ExitCode call() {
        ClusterId meant = cluster.in(session);
        List<Member> members = Member.of(meant, session);
        return new Matrix(members, new Inquiry(meant, members).crosswise()).show(form, session);
    }
}
