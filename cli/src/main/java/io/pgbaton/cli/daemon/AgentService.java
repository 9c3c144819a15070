package io.pgbaton.cli.daemon;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.session.AgentConf;
import io.pgbaton.contracts.NodeId;
import java.nio.file.Path;

/// How the agent of one agent.conf is started and stopped, and where it answers.
record AgentService(String name, String startCommand, String stopCommand, String address) {

    private static final String USUAL = "agent";

    static AgentService of(AgentConf conf) {
        String unit = unit(conf.file());
        String listen = conf.setting("http_listen").orElse("127.0.0.1:8008");
        int colon = listen.lastIndexOf(':');
        if (colon < 1) {
            throw CommandFailed.badConfig(conf.file() + ": http_listen \"" + listen + "\": address:port is expected");
        }
        return new AgentService(
                "the agent" + conf.node().map(AgentService::named).orElse("") + " on this host",
                conf.setting("agent_service_start_command").orElse("systemctl start " + unit),
                conf.setting("agent_service_stop_command").orElse("systemctl stop " + unit),
                "http://" + reachable(listen.substring(0, colon)) + listen.substring(colon));
    }

    private static String named(NodeId node) {
        return " of node " + node;
    }

    /// One file a host is `pgbaton-agent`; of several each has an instance of `pgbaton-agent@`, named after its file.
    private static String unit(Path file) {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.conf$", "");
        boolean isInstance = file.toAbsolutePath().startsWith("/etc/pgbaton") && !name.equals(USUAL);
        return isInstance ? "pgbaton-agent@" + name : "pgbaton-agent";
    }

    /// Who listens everywhere listens here, too.
    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0", "*" -> "127.0.0.1";
            case "[::]", "::" -> "[::1]";
            default -> host;
        };
    }

    CommandFailed failed(String what) {
        return new CommandFailed(ExitCode.AGENT_SERVICE, what);
    }
}
