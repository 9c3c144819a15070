package io.pgbaton.fleet.terminal;

import io.pgbaton.fleet.folder.Secrets;
import io.pgbaton.fleet.plan.FleetPlan;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.plan.Service;
import io.pgbaton.fleet.run.Fleet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where everything of a fleet can be reached.
public final class Addresses {

    private Addresses() {}

    public static void print(Fleet fleet, Terminal terminal) {
        FleetPlan plan = fleet.plan();
        terminal.title("Addresses");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("page", Service.MONITOR.url(plan) + "/"));
        rows.add(List.of("REST", Service.MONITOR.url(plan) + "/api/v1/clusters"));
        rows.add(List.of("requests", Service.FAILOVER.url(plan) + "/api/v1/clusters/CLUSTER/requests"));
        rows.add(List.of("deliveries", Service.NOTIFIER.url(plan) + "/api/v1/deliveries"));
        rows.add(List.of("Kafka", plan.bootstrapServers()));
        rows.add(List.of(
                "history",
                new NodePlan("history", 1, "127.0.0.1", plan.historyPort(), 0).conninfo(Secrets.SUPERUSER, "pgbaton")));
        rows.add(List.of("mail sink", "smtp://127.0.0.1:" + plan.smtpPort()));
        rows.add(List.of("webhook sink", "http://127.0.0.1:" + plan.webhookPort() + "/"));
        for (NodePlan node : plan.nodes()) {
            rows.add(List.of(
                    node.label(), node.conninfo(Secrets.SUPERUSER, "postgres") + "   agent " + node.agentUrl()));
        }
        terminal.table(rows);
        terminal.title("Try");
        Path bin = fleet.folder().cli().getParent();
        terminal.say("  export PGPASSFILE=" + fleet.folder().passfile());
        terminal.say("  export PATH=" + bin + ":$PATH      # pgbaton cluster show orders");
        terminal.say("  ./sandbox kill " + plan.nodes().getFirst().label() + "    ./sandbox status    ./sandbox demo");
    }
}
