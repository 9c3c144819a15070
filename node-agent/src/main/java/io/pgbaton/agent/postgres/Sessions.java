package io.pgbaton.agent.postgres;

import io.pgbaton.agent.config.Conninfo;
import io.pgbaton.agent.config.Passfile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/// Opens connections, each with a deadline on everything it does.
public final class Sessions {

    private static final List<String> PASSED_ON =
            List.of("sslmode", "sslcert", "sslkey", "sslrootcert", "options", "gssencmode");

    private final Path passfile;

    public Sessions(Optional<Path> configured) {
        this.passfile = configured.orElseGet(() -> Path.of(Optional.ofNullable(System.getenv("PGPASSFILE"))
                .orElse(System.getProperty("user.home", "/") + "/.pgpass")));
    }

    /// `deadline` bounds connecting and each answer; it is counted in whole seconds, at least one.
    public Connection open(Conninfo server, Duration deadline) throws SQLException {
        return connect(server, properties(server, server.database(), deadline));
    }

    /// A physical replication connection: it takes replication commands, not SQL.
    public Connection openReplication(Conninfo server, Duration deadline) throws SQLException {
        Properties properties = properties(server, "replication", deadline);
        properties.setProperty("replication", "true");
        properties.setProperty("assumeMinServerVersion", "13");
        properties.setProperty("preferQueryMode", "simple");
        return connect(server, properties);
    }

    private static Connection connect(Conninfo server, Properties properties) throws SQLException {
        String database = server.get("dbname").orElse(properties.getProperty("user"));
        return DriverManager.getConnection(
                "jdbc:postgresql://" + host(server) + ":" + server.port() + "/" + encoded(database), properties);
    }

    private Properties properties(Conninfo server, String passwordOf, Duration deadline) {
        Properties properties = new Properties();
        String seconds = Long.toString(Math.max(1, (deadline.toMillis() + 999) / 1000));
        properties.setProperty("user", server.user());
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "pgbaton-agent");
        properties.setProperty("sslmode", "prefer");
        PASSED_ON.forEach(name -> server.get(name).ifPresent(value -> properties.setProperty(name, value)));
        server.get("password")
                .or(() -> Optional.ofNullable(System.getenv("PGPASSWORD")))
                .or(() -> Passfile.lookUp(passfile, server, passwordOf))
                .ifPresent(password -> properties.setProperty("password", password));
        return properties;
    }

    private static String host(Conninfo server) {
        String host = server.host();
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static String encoded(String database) {
        return java.net.URLEncoder.encode(database, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
    }
}
