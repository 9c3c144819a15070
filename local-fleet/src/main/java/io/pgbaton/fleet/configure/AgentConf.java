package io.pgbaton.fleet.configure;

import io.pgbaton.fleet.folder.FleetFolder;
import io.pgbaton.fleet.folder.Secrets;
import io.pgbaton.fleet.plan.FleetPlan;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.postgres.PostgresBinaries;

/// An agent's configuration file, in repmgr.conf's syntax.
public record AgentConf(FleetPlan plan, FleetFolder folder, PostgresBinaries binaries) {

    public String of(NodePlan node) {
        return """
                # the agent of %s; made by ./sandbox
                cluster = '%s'
                node_id = %d
                node_name = '%s'
                conninfo = '%s'
                data_directory = '%s'
                state_directory = '%s'
                bus = '%s'
                http_listen = '%s:%d'
                pg_bindir = '%s'
                # the port is given here and not in postgresql.conf, which a standby's clone shares with its primary
                pg_ctl_options = '-o "-p %d" -l "%s"'
                passfile = '%s'
                pg_basebackup_options = '--checkpoint=fast'
                """.formatted(
                        node.label(),
                        node.cluster(),
                        node.number(),
                        node.name(),
                        node.conninfo(Secrets.SUPERUSER, "postgres"),
                        folder.dataDirectory(node),
                        folder.agentState(node),
                        plan.bootstrapServers(),
                        node.host(),
                        node.agentPort(),
                        binaries.folder(),
                        node.postgresPort(),
                        folder.postgresLog(node),
                        folder.passfile());
    }
}
