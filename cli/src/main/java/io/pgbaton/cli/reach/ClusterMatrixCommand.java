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

/// `pgbaton cluster matrix`: who reaches whom, as each agent says itself.
@Command(
        name = "matrix",
        description = {
            "Shows which node reaches which: its server, by a whole login, and its agent. Every agent is asked, tries all "
                    + "lines from its host, and says what is in the way. Nothing is changed, and no SSH is needed."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton cluster matrix orders            a table: rows from, columns to; * reached, x not, ? unknown",
            "  pgbaton cluster matrix orders --csv      from,to,status with repmgr's 0, -1, -2",
            "  pgbaton cluster matrix -f /etc/pgbaton/agent.conf --json"
        })
public final class ClusterMatrixCommand implements Verb {

    private final Session session;

    @Mixin
    private ClusterChoice cluster = new ClusterChoice();

    @ArgGroup
    private Matrix.Form form = new Matrix.Form();

    public ClusterMatrixCommand(Session session) {
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
        return new Matrix(members, new Inquiry(meant, members).direct()).show(form, session);
    }
}
