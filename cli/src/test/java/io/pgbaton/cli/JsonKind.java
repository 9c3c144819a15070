package io.pgbaton.cli;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Explanation;
import io.pgbaton.contracts.RequestStatus;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.HistorySample;
import io.pgbaton.contracts.fleet.NodeStatus;
import io.pgbaton.contracts.fleet.Topology;
import io.pgbaton.contracts.fleet.WhatIf;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What `--json` prints, by command: each kind is a file in `docs/json`.
enum JsonKind {
    CLUSTER_SHOW(one(ClusterStatus.class), "a cluster and its nodes", "cluster show"),
    FLEET_SHOW(listOf(ClusterStatus.class), "clusters and their nodes", "fleet show", "cluster show"),
    CLUSTER_TOPOLOGY(one(Topology.class), "who streams from whom", "cluster topology"),
    CLUSTER_EVENT(listOf(ClusterEvent.class), "what happened, the newest first", "cluster event"),
    CLUSTER_EXPLAIN(listOf(Explanation.class), "why decisions came out as they did", "cluster explain"),
    CLUSTER_HISTORY(listOf(HistorySample.class), "lag over time", "cluster history"),
    CLUSTER_WHAT_IF(one(WhatIf.class), "what would happen if a node died", "cluster what-if"),
    CLUSTER_MATRIX(
            listOf(named("reach.Cell")), "whether nodes reach each other", "cluster matrix", "cluster crosscheck"),
    CLUSTER_CLEANUP(one(named("cluster.ClusterCleanupCommand$Cleaned")), "what was deleted", "cluster cleanup"),
    NODE_STATUS(one(NodeStatus.class), "a node", "node status"),
    NODE_CHECK_ONE(one(named("node.NodeCheckCommand$Line")), "one check of a node", "node check"),
    NODE_CHECK(listOf(named("node.NodeCheckCommand$Line")), "every check of a node", "node check"),
    SERVICE_STATUS(listOf(ClusterView.class), "the view that is in force", "service status", "daemon status"),
    DAEMON(one(named("daemon.DaemonOptions$Ended")), "what came of it", "daemon start", "daemon stop"),
    ADOPT_UNDO(one(named("adopt.Undoing$Undone")), "what was removed", "adopt --undo"),
    ADOPT_FINISH(one(named("adopt.Finishing$Finished")), "who is a member now", "adopt --finish"),
    ADOPT(one(named("adopt.Preparing$Prepared")), "what was found, and the agent.conf", "adopt"),
    CREATE_ROLES(one(named("roles.RoleOptions$Created")), "the roles, and the SQL", "primary register --create-roles"),
    REQUEST(
            one(RequestStatus.class),
            "what was asked for, and what came of it",
            "primary register",
            "primary unregister",
            "standby clone",
            "standby register",
            "standby unregister",
            "standby promote",
            "standby follow",
            "standby switchover",
            "witness register",
            "witness unregister",
            "node rejoin",
            "node service",
            "service pause",
            "service unpause",
            "daemon pause",
            "daemon unpause",
            "cluster acknowledge",
            "cluster accept-loss");

    private final Class<?> type;
    private final boolean list;
    private final String title;
    private final String commands;

    JsonKind(Printed printed, String title, String... commands) {
        this.type = printed.type();
        this.list = printed.list();
        this.title = title;
        this.commands = String.join(",", commands);
    }

    private record Printed(Class<?> type, boolean list) {}

    /// The record, or what the list is of.
    Class<?> type() {
        return type;
    }

    boolean isList() {
        return list;
    }

    String title() {
        return title;
    }

    List<String> commands() {
        return List.of(commands.split(","));
    }

    String fileName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".json";
    }

    /// What `words` print: some commands print one of what they print a list of otherwise.
    static Optional<JsonKind> of(List<String> words, boolean list) {
        return Arrays.stream(values())
                .filter(kind -> kind.list == list)
                .filter(kind ->
                        kind.commands().stream().anyMatch(command -> words.containsAll(List.of(command.split(" ")))))
                .findFirst();
    }

    private static Printed one(Class<?> type) {
        return new Printed(type, false);
    }

    private static Printed listOf(Class<?> type) {
        return new Printed(type, true);
    }

    /// A record that nobody but its command needs.
    private static Class<?> named(String name) {
        try {
            return Class.forName("io.pgbaton.cli." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
