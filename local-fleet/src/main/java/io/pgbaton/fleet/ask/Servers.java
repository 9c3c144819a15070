package io.pgbaton.fleet.ask;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.folder.Secrets;
import io.pgbaton.fleet.plan.ClusterPlan;
import io.pgbaton.fleet.plan.NodePlan;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/// The PostgreSQL servers themselves, asked over SQL: what a program of the fleet says about them is never taken
/// for proof.
public final class Servers {

    private static final Duration CONNECT_PATIENCE = Duration.ofMillis(200);

    private static final String LOOK = """
            SELECT pg_is_in_recovery(),
                   CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END,
                   CASE WHEN pg_is_in_recovery()
                        THEN (SELECT received_tli FROM pg_stat_wal_receiver)
                        ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int END,
                   (SELECT count(*) FROM pg_stat_replication
                     WHERE state = 'streaming' AND application_name NOT LIKE 'pg\\_%'),
                   EXISTS (SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming')
            """;

    private final Secrets secrets;
    private final Duration patience;

    public Servers(Secrets secrets) {
        this(secrets, CONNECT_PATIENCE);
    }

    /// With another patience than 200 ms for a server to take a connection; for its answers a second more.
    public Servers(Secrets secrets, Duration patience) {
        this.secrets = secrets;
        this.patience = patience;
    }

    /// Empty when it does not answer.
    public Optional<ServerLook> look(NodePlan node) {
        try (Connection connection = connect(node, Secrets.SUPERUSER, "postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LOOK)) {
            row.next();
            String lsn = row.getString(2);
            return Optional.of(new ServerLook(
                    row.getBoolean(1), row.getInt(3), lsn == null ? "-" : lsn, row.getInt(4), row.getBoolean(5)));
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /// The node that accepts writes; should there be two, the first.
    public Optional<NodePlan> primaryOf(ClusterPlan cluster) {
        return cluster.nodes().stream()
                .filter(node -> look(node).filter(ServerLook::isPrimary).isPresent())
                .findFirst();
    }

    /// Whether the cluster has one primary and every other node streams from it.
    public boolean isWhole(ClusterPlan cluster) {
        int standbys = cluster.nodes().size() - 1;
        return primaryOf(cluster)
                .flatMap(this::look)
                .filter(look -> look.attached() == standbys)
                .isPresent();
    }

    /// Runs each statement by itself, as the superuser. For what may take longer than a look.
    public void execute(NodePlan node, String database, List<String> statements) {
        Properties properties = credentials(Secrets.SUPERUSER);
        properties.setProperty("socketTimeout", "60");
        try (Connection connection = DriverManager.getConnection(node.jdbcUrl(database), properties);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new FleetException(node.label() + " refuses: " + e.getMessage(), e);
        }
    }

    /// `user` is one of the fleet's two roles. A server that does not even take the connection is given up after
    /// 200 ms, one that does not answer after a second.
    public Connection connect(NodePlan node, String user, String database) throws SQLException {
        probe(node);
        Properties properties = credentials(user);
        String seconds = Long.toString(patience.toSeconds() + 1);
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        properties.setProperty("loginTimeout", seconds);
        return DriverManager.getConnection(node.jdbcUrl(database), properties);
    }

    private Properties credentials(String user) {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", user.equals(Secrets.APP) ? secrets.app() : secrets.superuser());
        properties.setProperty("ApplicationName", "pgbaton-sandbox");
        return properties;
    }

    /// The driver's own connect timeout counts in seconds.
    private void probe(NodePlan node) throws SQLException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(node.host(), node.postgresPort()), (int) patience.toMillis());
        } catch (IOException e) {
            throw new SQLException(node.label() + " takes no connection: " + e.getMessage(), "08001", e);
        }
    }
}
