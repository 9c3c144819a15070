package io.pgbaton.fleet.folder;

import io.pgbaton.fleet.plan.Instance;
import io.pgbaton.fleet.plan.NodePlan;
import java.nio.file.Path;

/// Where everything of a fleet lies: one folder, removed as one.
public record FleetFolder(Path root) {

    public Path state() {
        return root.resolve("fleet.json");
    }

    public Path secrets() {
        return root.resolve("secrets.properties");
    }

    /// libpq's password file, for every server of the fleet.
    public Path passfile() {
        return root.resolve("passfile");
    }

    /// The superuser's password alone, for `initdb`.
    public Path passwordFile() {
        return root.resolve("superuser.password");
    }

    /// The command line, set up for this fleet.
    public Path cli() {
        return root.resolve("bin").resolve("pgbaton");
    }

    /// Copies of the programs, where the originals are out of reach for the servers' user.
    public Path programs() {
        return root.resolve("programs");
    }

    public Path broker(int number) {
        return root.resolve("kafka-" + number);
    }

    public Path history() {
        return root.resolve("history");
    }

    public Path sinks() {
        return root.resolve("sinks");
    }

    /// What the sinks received, a file each.
    public Path inbox() {
        return sinks().resolve("inbox");
    }

    public Path services() {
        return root.resolve("services");
    }

    public Path configuration(Instance service) {
        return services().resolve(service.name() + ".properties");
    }

    public Path log(Instance service) {
        return services().resolve(service.name() + ".log");
    }

    public Path subscriptions() {
        return services().resolve("subscriptions.yaml");
    }

    public Path node(NodePlan node) {
        return root.resolve(node.cluster()).resolve(node.name());
    }

    public Path dataDirectory(NodePlan node) {
        return node(node).resolve("data");
    }

    public Path agentConf(NodePlan node) {
        return node(node).resolve("agent.conf");
    }

    public Path agentLog(NodePlan node) {
        return node(node).resolve("agent.log");
    }

    /// What agent and guard keep, and by which they find each other.
    public Path agentState(NodePlan node) {
        return node(node).resolve("state");
    }

    /// Of the server as its agent starts it.
    public Path postgresLog(NodePlan node) {
        return node(node).resolve("postgres.log");
    }
}
