package io.pgbaton.cli.automation;

import io.pgbaton.cli.output.Times;
import io.pgbaton.contracts.ClusterPolicy;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The cells of `service status`: our line for each cluster, and repmgr's for each node.
final class ServiceRows {

    static final List<String> NAMES = List.of(
            "Cluster",
            "Term",
            "Phase",
            "Automatic failover",
            "Reason",
            "Last failover",
            "Commits wait for",
            "Switchover");

    /// Left out where a short table is wanted.
    static final Set<String> LESSER = Set.of("Reason", "Last failover", "Commits wait for");

    /// An agent that was not heard for so long counts as not running.
    private static final long SILENT_MILLIS = 10_000;

    private ServiceRows() {}

    static Map<String, String> cells(ClusterView view, Times times) {
        ClusterPolicy policy = view.policy();
        Optional<ClusterPolicy.Pause> pause = policy.paused();
        return Map.of(
                "Cluster", view.cluster().toString(),
                "Term", view.term().toString(),
                "Phase", view.phase().getClass().getSimpleName().toLowerCase(Locale.ROOT),
                "Automatic failover", pause.map(now -> paused(now, times)).orElse("on"),
                "Reason", pause.map(ClusterPolicy.Pause::reason).orElse(""),
                "Last failover", lastFailover(policy, times),
                "Commits wait for",
                        policy.commitsWaitFor().map(set -> waitedFor(set, view)).orElse("nobody"),
                "Switchover",
                        policy.standingOrders()
                                .plannedSwitchover()
                                .map(planned -> times.second(planned.at()))
                                .orElse("none planned"));
    }

    private static String lastFailover(ClusterPolicy policy, Times times) {
        return policy.failedOver()
                .map(last -> times.second(last.at()) + (last.acknowledged() ? ", acknowledged" : ""))
                .orElse("never");
    }

    private static String waitedFor(ClusterPolicy.Synchronous set, ClusterView view) {
        return set.required() + " of "
                + String.join(", ", set.standbys().stream().map(view::nameOf).toList());
    }

    private static String paused(ClusterPolicy.Pause pause, Times times) {
        String by = "paused by " + pause.by();
        return pause.until() == null ? by : by + " until " + times.second(pause.until());
    }

    /// `id,name,type,pg_running,repmgrd_running,pid,paused,priority,last_seen_s,location`. Nobody here knows the
    /// agent's
    /// pid: -1, as with repmgr. `last_seen_s` is how long ago the agent was heard; repmgr has that of the upstream.
    static List<String> csv(ClusterStatus cluster, ClusterView view) {
        int paused = view.policy().paused().isPresent() ? 1 : 0;
        return cluster.nodes().stream().map(node -> csv(node, paused)).toList();
    }

    private static String csv(NodeStatus node, int paused) {
        long age = node.reported().ageMillis();
        boolean heard = age >= 0 && age < SILENT_MILLIS;
        boolean running = heard && node.reported().state() == ServerState.RUNNING;
        return String.join(
                ",",
                node.node().toString(),
                node.profile().name(),
                node.role().name().toLowerCase(Locale.ROOT),
                running ? "1" : "0",
                heard ? "1" : "0",
                "-1",
                Integer.toString(paused),
                Integer.toString(node.profile().election().priority()),
                Long.toString(age < 0 ? -1 : age / 1000),
                node.profile().election().location());
    }
}
