package io.pgbaton.fleet.command;

import io.pgbaton.fleet.ask.ServerLook;
import io.pgbaton.fleet.ask.Servers;
import io.pgbaton.fleet.plan.Instance;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.run.Fleet;
import io.pgbaton.fleet.run.Host;
import io.pgbaton.fleet.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = "What runs, and what every server says of itself (asked over SQL, not over pgbaton).",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Runnable {

    @Mixin
    private Where where = new Where();

    @Override
    public void run() {
        Fleet fleet = where.fleet();
        Terminal terminal = Terminal.standard();
        terminal.table(nodes(fleet));
        terminal.say("");
        terminal.table(programs(fleet));
    }

    private static List<List<String>> nodes(Fleet fleet) {
        Servers servers = fleet.servers();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NODE", "SERVER", "TIMELINE", "LSN", "STANDBYS", "AGENT", "PORT"));
        for (NodePlan node : fleet.plan().nodes()) {
            Host host = fleet.host(node);
            Optional<ServerLook> look = servers.look(node);
            rows.add(List.of(
                    node.label(),
                    look.map(StatusCommand::role).orElse(host.serverRuns() ? "does not answer" : "down"),
                    look.map(l -> Integer.toString(l.timeline())).orElse("-"),
                    look.map(ServerLook::lsn).orElse("-"),
                    look.filter(ServerLook::isPrimary)
                            .map(l -> Integer.toString(l.attached()))
                            .orElse("-"),
                    agent(host),
                    Integer.toString(node.postgresPort())));
        }
        return rows;
    }

    private static String agent(Host host) {
        String agent = host.agentRuns() ? "running" : "down";
        return host.guardRuns() == host.agentRuns()
                ? agent
                : agent + (host.guardRuns() ? ", guard runs" : ", no guard");
    }

    private static String role(ServerLook look) {
        if (look.isPrimary()) {
            return "* primary";
        }
        return look.receiving() ? "  standby, streaming" : "  standby, not streaming";
    }

    private static List<List<String>> programs(Fleet fleet) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("PROGRAM", "STATE", "ADDRESS"));
        for (int broker = 1; broker <= fleet.plan().brokers(); broker++) {
            rows.add(program(
                    fleet, Fleet.brokerName(broker), "127.0.0.1:" + fleet.plan().brokerPort(broker)));
        }
        boolean history = fleet.historyData().processes().postmaster().isPresent();
        rows.add(List.of(
                "history",
                history ? "running" : "down",
                "127.0.0.1:" + fleet.plan().historyPort()));
        for (Instance service : fleet.plan().instances()) {
            rows.add(program(fleet, service.name(), service.url(fleet.plan())));
        }
        rows.add(program(
                fleet,
                Fleet.SINKS,
                "smtp " + fleet.plan().smtpPort() + ", http " + fleet.plan().webhookPort()));
        return rows;
    }

    private static List<String> program(Fleet fleet, String name, String address) {
        return List.of(name, fleet.process(name).map(id -> "running").orElse("down"), address);
    }
}
