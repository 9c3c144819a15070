package io.pgbaton.cli.reach;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.service.Agent;
import io.pgbaton.cli.session.Session;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// One node of the cluster, with the agent to ask.
record Member(NodeId node, NodeProfile profile) {

    String name() {
        return profile.name();
    }

    Agent agent() {
        return new Agent(profile);
    }

    /// By the view in force. Where lines are broken the failover service may be out of reach, too: then by the
    /// monitor's picture.
    static List<Member> of(ClusterId cluster, Session session) {
        List<Member> members;
        try {
            members = sorted(session.failover().view(cluster).members().stream()
                    .map(member -> new Member(member.node(), member.profile())));
        } catch (CommandFailed e) {
            if (e.exitCode() != ExitCode.CONNECTION) {
                throw e;
            }
            session.detail(e.line());
            members = sorted(session.monitor().cluster(cluster).nodes().stream()
                    .map(status -> new Member(status.node(), status.profile())));
        }
        if (members.isEmpty()) {
            throw CommandFailed.badConfig("cluster " + cluster
                    + " has no nodes yet: register its primary first (pgbaton primary register --help)");
        }
        return members;
    }

    private static List<Member> sorted(Stream<Member> members) {
        return members.sorted(Comparator.comparing(Member::node)).toList();
    }
}
