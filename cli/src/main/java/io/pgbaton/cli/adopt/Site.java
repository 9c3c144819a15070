package io.pgbaton.cli.adopt;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.session.Session;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.adopt.Survey;
import java.nio.file.Path;

/// This host's node: its repmgr.conf, and the agent.conf that is made of it, empty when there is none yet.
record Site(ConfLines repmgr, ConfLines agent, AgentProgram program) {

    static Site of(Session session, Path agentConf) {
        return new Site(
                ConfLines.read(session.repmgrConf()),
                ConfLines.readIfThere(agentConf),
                AgentProgram.of(session.environment()));
    }

    Survey survey() {
        return program.survey(repmgr.file(), dataDirectory());
    }

    String dataDirectory() {
        return repmgr.get("data_directory").orElse("");
    }

    /// As the command names it, else as agent.conf does already.
    ClusterId cluster(Session session) {
        return session.namedCluster()
                .or(() -> agent.get("cluster").map(Session::parseCluster))
                .orElseThrow(() -> CommandFailed.badConfig(
                        "what is the cluster to be called? repmgr has no name for it: give --cluster NAME, the same on"
                                + " every node"));
    }
}
