package io.pgbaton.cli.adopt;

import io.pgbaton.contracts.adopt.Survey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What a person does next, in order, from where a node stands.
final class NextSteps {

    private NextSteps() {}

    /// After agent.conf is there.
    static List<String> afterWriting(Survey survey, AgentConfText.Place place) {
        List<String> steps = new ArrayList<>();
        if (place.secret().isEmpty() && !place.isLoopback()) {
            steps.add(
                    "give the node the cluster's secret, the same everywhere (--secret-file FILE --force): without one,"
                            + " an outage of Kafka stops the primary");
        }
        String others = survey.nodes().stream()
                .filter(node -> node.active() && !node.id().equals(survey.node()))
                .map(Survey.Registered::name)
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            steps.add("do the same on " + others + ", when that is not done");
        }
        steps.add("on every node, keep PostgreSQL's own service from starting the server, without stopping it now:"
                + " systemctl disable postgresql");
        steps.add("stop repmgrd on every node" + running(survey) + "; from here nobody fails over");
        steps.add("start the agents, that of "
                + survey.primary().map(Survey.Registered::name).orElse("the primary")
                + " first: systemctl enable --now pgbaton-agent");
        steps.add("once, on any node: pgbaton adopt --finish -f " + place.repmgrConf() + " --cluster " + place.cluster()
                + " --failover-url URL");
        return steps;
    }

    private static String running(Survey survey) {
        String names = survey.withDaemon().stream()
                .map(node -> node.name() + " (pid "
                        + (node.found() == null ? "?" : node.found().repmgrd().pid()) + ")")
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? " (none runs)" : ": " + names;
    }

    static List<String> afterFinishing(String cluster) {
        return List.of(
                "pgbaton cluster show " + cluster + ", and pgbaton cluster what-if --cluster " + cluster,
                "keep repmgrd from being started again: systemctl disable repmgrd, or remove the package",
                "with the next restart that is due anyway, take repmgr out of shared_preload_libraries; then DROP"
                        + " EXTENSION repmgr in its database");
    }
}
