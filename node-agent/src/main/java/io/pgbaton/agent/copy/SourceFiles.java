package io.pgbaton.agent.copy;

import io.pgbaton.agent.config.Conninfo;
import io.pgbaton.agent.postgres.Sessions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What of the server that is copied lies outside of its data directory.
final class SourceFiles {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Sessions sessions;

    SourceFiles(Sessions sessions) {
        this.sessions = sessions;
    }

    List<Path> tablespaces(Conninfo source) throws SQLException {
        try (Connection connection = sessions.open(source, DEADLINE);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT pg_tablespace_location(oid) FROM pg_tablespace
                         WHERE pg_tablespace_location(oid) LIKE '/%' ORDER BY 1
                        """)) {
            List<Path> places = new ArrayList<>();
            while (rows.next()) {
                places.add(Path.of(rows.getString(1)));
            }
            return places;
        }
    }

    /// Where they are, by the setting that says so, and what is in them.
    record Outside(Map<String, Path> places, Map<Path, byte[]> contents) {}

    /// `postgresql.conf`, `pg_hba.conf` and `pg_ident.conf` as far as they are elsewhere. It takes a superuser, or
    /// `pg_read_all_settings`, `pg_read_server_files` and the right to execute `pg_read_binary_file(text)`.
    Outside configuration(Conninfo source) throws SQLException {
        try (Connection connection = sessions.open(source, DEADLINE);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT name, setting, pg_read_binary_file(setting) FROM pg_settings
                         WHERE name IN ('config_file', 'hba_file', 'ident_file')
                           AND NOT starts_with(setting, current_setting('data_directory') || '/')
                         ORDER BY name
                        """)) {
            Map<String, Path> places = new LinkedHashMap<>();
            Map<Path, byte[]> contents = new LinkedHashMap<>();
            while (rows.next()) {
                Path place = Path.of(rows.getString(2));
                places.put(rows.getString(1), place);
                contents.put(place, rows.getBytes(3));
            }
            return new Outside(places, contents);
        }
    }
}
