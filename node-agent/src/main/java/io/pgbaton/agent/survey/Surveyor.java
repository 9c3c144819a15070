package io.pgbaton.agent.survey;

import io.pgbaton.agent.adopt.Assessment;
import io.pgbaton.agent.adopt.Facts;
import io.pgbaton.agent.adopt.Translator;
import io.pgbaton.agent.config.ConfigProblem;
import io.pgbaton.agent.config.Conninfo;
import io.pgbaton.agent.config.RepmgrFile;
import io.pgbaton.agent.postgres.Sessions;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.adopt.Survey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks the server beside a repmgr.conf, and those of the other nodes; every connection has a deadline.
public final class Surveyor {

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final RepmgrFile conf;
    private final Sessions sessions;

    private Surveyor(RepmgrFile conf) {
        this.conf = conf;
        this.sessions = new Sessions(conf.get("passfile").map(Path::of));
    }

    /// Fails with a [ConfigProblem] when there is no repmgr here, and with an [SQLException] when the server cannot
    /// be asked.
    public static Survey survey(RepmgrFile conf) throws SQLException {
        Facts facts = new Surveyor(conf).facts();
        List<Survey.Registered> nodes =
                facts.nodes().stream().map(Facts.Node::registered).toList();
        return new Survey(new NodeId(conf.nodeId()), nodes, Assessment.of(facts), Translator.of(facts));
    }

    private Facts facts() throws SQLException {
        try (Connection own = sessions.open(conf.conninfo(), DEADLINE)) {
            if (!RepmgrQuery.isInstalled(own)) {
                throw new ConfigProblem("database " + conf.conninfo().database() + " of "
                        + conf.conninfo().host() + " has no extension repmgr: is " + conf.file()
                        + " the node's repmgr.conf?");
            }
            List<Facts.Node> nodes =
                    RepmgrQuery.nodes(own).stream().map(this::visited).toList();
            return new Facts(conf, nodes, ServerQuery.ask(own, LaunchFile.read(conf)), access(own));
        }
    }

    private Facts.Access access(Connection own) throws SQLException {
        RightsQuery.Rights rights = RightsQuery.ask(own, conf.get("replication_user"));
        return new Facts.Access(
                rights.role(),
                rights.superuser(),
                rights.lacking(),
                conf.conninfo().get("password").isPresent(),
                replicationProblem(),
                passfileProblem());
    }

    private Facts.Node visited(RepmgrQuery.Row row) {
        try (Connection there = sessions.open(row.conninfo(), DEADLINE)) {
            return row.node(RepmgrQuery.found(there), null);
        } catch (SQLException e) {
            return row.node(null, oneLine(e));
        }
    }

    private @Nullable String replicationProblem() {
        Conninfo streaming = conf.get("replication_user")
                .map(user -> conf.conninfo().with("user", user))
                .orElse(conf.conninfo());
        try (Connection _ = sessions.openReplication(streaming, DEADLINE)) {
            return null;
        } catch (SQLException e) {
            return oneLine(e);
        }
    }

    private @Nullable String passfileProblem() {
        try (Connection _ = sessions.open(conf.conninfo().without("password"), DEADLINE)) {
            return null;
        } catch (SQLException e) {
            return oneLine(e);
        }
    }

    /// Without the driver's advice: what to look at is said beside it.
    static String oneLine(SQLException e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
        int advice = line.indexOf(". Check that the hostname");
        return (advice < 0 ? line : line.substring(0, advice)).strip();
    }
}
