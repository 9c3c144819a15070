package io.pgbaton.fleet.demo;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.ask.ServerLook;
import io.pgbaton.fleet.folder.Secrets;
import io.pgbaton.fleet.plan.ClusterPlan;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.run.Fleet;
import io.pgbaton.fleet.run.Host;
import io.pgbaton.fleet.run.Target;
import io.pgbaton.fleet.write.Writer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;

/// The failures the demo shows.
public final class Scenes {

    private final Fleet fleet;
    private final ClusterPlan cluster;
    private final Writer writer;
    private final Clock clock;

    public Scenes(Fleet fleet, ClusterPlan cluster, Writer writer, Clock clock) {
        this.fleet = fleet;
        this.cluster = cluster;
        this.writer = writer;
        this.clock = clock;
    }

    /// `kill -9` for the primary's postmaster; its host lives, so it comes back by itself as a standby.
    public ActReport crashedServer() {
        NodePlan old = primary();
        Act act = begin();
        act.note(old.name(), act.host(old).kill(Target.POSTMASTER));
        NodePlan successor = act.awaitSuccessorOf(old);
        act.awaitWritesOn(successor);
        awaitStandby(act, old);
        act.awaitWhole();
        act.note(cluster.name(), successor.name() + " is primary, every other node streams from it");
        return report("the postmaster of " + old.name() + " is killed", act, successor);
    }

    /// Agent and server die at once; nobody releases the lease, it has to run out. The host stays dead.
    public ActReport lostHost() {
        NodePlan old = primary();
        Act act = begin();
        act.note(old.name(), act.host(old).kill(Target.HOST));
        NodePlan successor = act.awaitSuccessorOf(old);
        act.awaitWritesOn(successor);
        act.await(
                "the remaining standbys streaming",
                () -> fleet.servers()
                        .look(successor)
                        .filter(look -> look.attached() == cluster.nodes().size() - 2)
                        .isPresent());
        act.note(cluster.name(), successor.name() + " is primary, the nodes that are left stream from it");
        return report("the whole host of " + old.name() + " dies", act, successor);
    }

    /// A person starts the dead primary's server with `pg_ctl`, later its agent.
    public ActReport comesBack(NodePlan old) {
        Act act = begin();
        Host host = act.host(old);
        host.startServerByHand();
        act.note(old.name(), "pg_ctl start, by hand: " + refusedWrite(old));
        long agentStarted = act.millis();
        host.start();
        act.note(old.name(), "its agent is started");
        awaitStandby(act, old);
        act.awaitWhole();
        act.note(cluster.name(), "every standby streams again, " + (act.millis() - agentStarted) + " ms later");
        return new ActReport(
                old.name() + " comes back", act.gap().millis(), null, act.millis() - agentStarted, act.story());
    }

    /// The node that was primary before the last act; down now.
    public NodePlan deadNode() {
        return cluster.nodes().stream()
                .filter(node -> !fleet.host(node).guardRuns())
                .findFirst()
                .orElseThrow(() -> new FleetException("every host of " + cluster.name() + " is up"));
    }

    private Act begin() {
        return new Act(fleet, cluster, writer, clock);
    }

    private NodePlan primary() {
        return fleet.servers()
                .primaryOf(cluster)
                .orElseThrow(() -> new FleetException("cluster " + cluster.name() + " has no primary"));
    }

    private void awaitStandby(Act act, NodePlan old) {
        act.await(
                old.label() + " back as a standby that streams",
                () -> fleet.servers()
                        .look(old)
                        .filter(look -> look.inRecovery() && look.receiving())
                        .isPresent());
        act.note(old.name(), "is back as a standby and streams");
    }

    private static ActReport report(String title, Act act, NodePlan successor) {
        return new ActReport(title, act.gap().millis(), successor.name(), act.millis(), act.story());
    }

    /// Tries to write where nobody may, and answers how the server refuses.
    private String refusedWrite(NodePlan node) {
        ServerLook look = fleet.servers()
                .look(node)
                .orElseThrow(() -> new FleetException(node.label() + " does not answer after pg_ctl start"));
        if (look.isPrimary()) {
            throw new FleetException(node.label() + " came up WRITABLE after a start by hand");
        }
        try (Connection connection = fleet.servers().connect(node, Secrets.APP, Secrets.APP);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO writes (id) VALUES (-1)");
        } catch (SQLException e) {
            return "it refuses writes (" + firstLineOf(e) + ")";
        }
        throw new FleetException(node.label() + " ACCEPTED A WRITE after a start by hand");
    }

    private static String firstLineOf(SQLException e) {
        return List.of(String.valueOf(e.getMessage()).split("\n", -1)).getFirst();
    }
}
