package io.pgbaton.agent.survey;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.config.ConfigProblem;
import io.pgbaton.agent.disk.FileStandingStore;
import io.pgbaton.agent.lease.Standing;
import io.pgbaton.agent.postgres.DataDirectory;
import io.pgbaton.agent.postgres.ServerProcesses;
import io.pgbaton.agent.postgres.Sessions;
import io.pgbaton.contracts.adopt.Survey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Two of them must not manage one server: each would promote or repoint it behind the other's back. Looked at before
/// a running server is managed for the first time; from then on its lease comes first, and a start may not be held up.
public final class RepmgrdBeside {

    private static final Logger LOG = LoggerFactory.getLogger(RepmgrdBeside.class);

    private RepmgrdBeside() {}

    /// Fails when repmgrd runs beside the server and is not paused. A server that cannot be asked stands for none:
    /// it may be down, and it is then the agent that has to start it.
    public static void refuse(AgentConfig config) {
        found(config).filter(Survey.Daemon::runs).ifPresent(daemon -> {
            String node = "node " + config.node().id() + " (" + config.node().name() + ")";
            if (daemon.acts()) {
                throw new ConfigProblem("repmgrd (pid " + daemon.pid() + ") manages the server of " + node
                        + ": stop it first, on every node (kill " + daemon.pid()
                        + ", or your service manager); nothing was changed");
            }
            LOG.warn("a paused repmgrd (pid {}) runs beside the server of {}: stop it", daemon.pid(), node);
        });
    }

    private static Optional<Survey.Daemon> found(AgentConfig config) {
        DataDirectory directory = new DataDirectory(config.server().dataDirectory());
        boolean managed =
                !new FileStandingStore(config.local().stateDirectory()).read().equals(Standing.NEW);
        if (config.node().witness()
                || managed
                || new ServerProcesses(directory).postmaster().isEmpty()) {
            return Optional.empty();
        }
        Sessions sessions = new Sessions(config.server().replication().passfile());
        try (Connection connection =
                sessions.open(config.node().conninfo(), config.timing().hang())) {
            return RepmgrQuery.isInstalled(connection) ? Optional.of(RepmgrQuery.daemon(connection)) : Optional.empty();
        } catch (SQLException e) {
            LOG.warn("whether repmgrd runs here is not known: {}", Surveyor.oneLine(e));
            return Optional.empty();
        }
    }
}
