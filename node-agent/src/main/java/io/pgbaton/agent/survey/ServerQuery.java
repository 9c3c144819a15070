package io.pgbaton.agent.survey;

import io.pgbaton.agent.adopt.Facts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/// The server's settings, and who streams.
final class ServerQuery {

    /// Settings that this role may not see have no row.
    private static final String SETTINGS = """
            SELECT name, setting FROM pg_settings
             WHERE name IN ('allow_alter_system', 'archive_mode', 'data_checksums', 'data_directory',
                            'full_page_writes', 'hot_standby', 'max_replication_slots', 'max_wal_senders',
                            'recovery_min_apply_delay', 'restart_after_crash', 'shared_preload_libraries',
                            'synchronous_standby_names', 'wal_keep_size', 'wal_level', 'wal_log_hints')
            """;

    private static final String STREAMS = """
            SELECT current_setting('server_version_num')::int, pg_is_in_recovery(),
                   EXISTS (SELECT FROM pg_stat_wal_receiver WHERE pid IS NOT NULL),
                   (SELECT count(*) FROM pg_stat_replication)
            """;

    private ServerQuery() {}

    static Facts.Server ask(Connection connection, Facts.Launch launch) throws SQLException {
        Map<String, String> settings = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(SETTINGS)) {
                while (row.next()) {
                    settings.put(row.getString(1), row.getString(2));
                }
            }
            try (ResultSet row = statement.executeQuery(STREAMS)) {
                row.next();
                return new Facts.Server(
                        row.getInt(1),
                        row.getBoolean(2),
                        settings,
                        new Facts.Streams(row.getBoolean(3), row.getLong(4)),
                        launch);
            }
        }
    }
}
