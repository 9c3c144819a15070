package io.pgbaton.fleet.run;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.RequestStatus;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.ask.FailoverApi;
import io.pgbaton.fleet.ask.MonitorApi;
import io.pgbaton.fleet.ask.Readiness;
import io.pgbaton.fleet.ask.Servers;
import io.pgbaton.fleet.folder.Secrets;
import io.pgbaton.fleet.kafka.BrokerLaunch;
import io.pgbaton.fleet.plan.ClusterPlan;
import io.pgbaton.fleet.plan.Instance;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.plan.Service;
import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.process.Folders;
import io.pgbaton.fleet.programs.Programs;
import io.pgbaton.fleet.terminal.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Waits until each part of a fleet does what it is for. What does not come up within its bound, or dies before, is
/// an error that names its log and quotes the end of it.
final class Watch {

    private static final Duration PROGRAM_PATIENCE = Duration.ofSeconds(90);
    private static final Duration CLUSTER_PATIENCE = Duration.ofMinutes(2);
    private static final Duration ACCEPT_PATIENCE = Duration.ofSeconds(60);

    private final Fleet fleet;
    private final Programs programs;
    private final Servers servers;
    private final FailoverApi failover;
    private final MonitorApi monitor;

    Watch(Fleet fleet, Programs programs) {
        this.fleet = fleet;
        this.programs = programs;
        this.servers = fleet.servers();
        this.failover = new FailoverApi(fleet.plan());
        this.monitor = new MonitorApi(fleet.plan());
    }

    void brokers() {
        for (int number = 1; number <= fleet.plan().brokers(); number++) {
            Path folder = fleet.folder().broker(number);
            up(Fleet.brokerName(number), programs.brokerLog(number), () -> BrokerLaunch.isReady(folder));
        }
    }

    void service(Instance service) {
        Readiness readiness = new Readiness(service.url(fleet.plan()));
        up(service.name(), fleet.folder().log(service), readiness::holds);
    }

    void sinks() {
        up(
                Fleet.SINKS,
                programs.sinksLog(),
                () -> Readiness.listens(fleet.plan().smtpPort())
                        && Readiness.listens(fleet.plan().webhookPort()));
    }

    void createHistoryDatabase() {
        NodePlan history = new NodePlan("history", 1, "127.0.0.1", fleet.plan().historyPort(), 0);
        servers.execute(history, "postgres", List.of("CREATE DATABASE pgbaton"));
    }

    /// Registers the first primary, makes the demo's database on it, has every standby cloned.
    void becomeWhole(ClusterPlan cluster, Terminal terminal) {
        long begin = System.nanoTime();
        NodePlan primary = cluster.firstPrimary();
        ask(primary, new Request.RegisterPrimary(new NodeId(primary.number())));
        await(primary, "accepts writes", () -> servers.primaryOf(cluster).isPresent());
        for (NodePlan standby : cluster.firstStandbys()) {
            ask(standby, new Request.CloneStandby(new NodeId(standby.number())));
        }
        servers.execute(
                primary,
                "postgres",
                List.of(
                        "CREATE ROLE " + Secrets.APP + " LOGIN PASSWORD '"
                                + fleet.secrets().app() + "'",
                        "CREATE DATABASE " + Secrets.APP + " OWNER " + Secrets.APP));
        for (NodePlan standby : cluster.firstStandbys()) {
            await(
                    standby,
                    "streams",
                    () -> servers.look(standby)
                            .filter(look -> look.inRecovery() && look.receiving())
                            .isPresent());
        }
        await(primary, "has all its standbys", () -> servers.isWhole(cluster));
        terminal.done(
                "cluster " + cluster.name() + ": " + primary.name() + " is primary, "
                        + cluster.firstStandbys().size() + " streaming",
                (System.nanoTime() - begin) / 1_000_000);
    }

    void monitorSeesAll() {
        boolean seen = Deadline.in(ACCEPT_PATIENCE).await(() -> {
            try {
                List<ClusterStatus> clusters = monitor.clusters();
                return clusters.size() == fleet.plan().clusters().size()
                        && clusters.stream().allMatch(cluster -> cluster.health() == ClusterStatus.Health.OK);
            } catch (FleetException e) {
                return false;
            }
        });
        if (!seen) {
            throw new FleetException("the servers stream, and the monitor does not say so: "
                    + Service.MONITOR.url(fleet.plan()) + "/api/v1/clusters; its log is "
                    + fleet.folder().log(Instance.first(Service.MONITOR)));
        }
    }

    /// Asks until the request is taken up: the failover service may not have heard of the node yet.
    private void ask(NodePlan node, Request.Wish wish) {
        StringBuilder why = new StringBuilder();
        boolean accepted = Deadline.in(ACCEPT_PATIENCE).await(() -> {
            try {
                RequestStatus status = failover.ask(node.cluster(), wish);
                return status.state() != RequestStatus.State.REFUSED;
            } catch (FleetException e) {
                why.replace(0, why.length(), String.valueOf(e.getMessage()));
                return false;
            }
        });
        if (!accepted) {
            throw new FleetException("the failover service does not take up "
                    + wish.getClass().getSimpleName() + " of " + node.label() + ": " + why);
        }
    }

    private void await(NodePlan node, String what, BooleanSupplier condition) {
        Path log = fleet.folder().agentLog(node);
        boolean came = Deadline.in(CLUSTER_PATIENCE)
                .await(() -> condition.getAsBoolean() || !fleet.host(node).guardRuns());
        if (!came || !condition.getAsBoolean()) {
            throw new FleetException(node.label() + ": not within " + CLUSTER_PATIENCE.toSeconds() + " s that it "
                    + what + (fleet.host(node).guardRuns() ? "" : " (its agent has ended)") + "; the end of " + log
                    + ":\n" + Folders.lastLinesOf(log, 12));
        }
    }

    private void up(String name, Path log, BooleanSupplier condition) {
        Deadline deadline = Deadline.in(PROGRAM_PATIENCE);
        deadline.await(() -> condition.getAsBoolean() || fleet.process(name).isEmpty());
        if (!condition.getAsBoolean()) {
            throw new FleetException(name
                    + (fleet.process(name).isEmpty()
                            ? " ended while it came up"
                            : " did not come up within " + PROGRAM_PATIENCE.toSeconds() + " s")
                    + "; the end of " + log + ":\n" + Folders.lastLinesOf(log, 12));
        }
    }
}
