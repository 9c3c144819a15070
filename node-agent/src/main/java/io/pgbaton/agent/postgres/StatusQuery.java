package io.pgbaton.agent.postgres;

import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.Timeline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks a server how it is: one statement, one round trip.
public final class StatusQuery {

    /// A primary's timeline is in the name of the file it writes: the control file still shows the old one after a
    /// promotion. A standby's is the one it receives, or last wrote to `pg_wal`: its control file lags behind too.
    private static final String SQL = """
            SELECT me.recovery,
                   current_setting('server_version_num')::int,
                   CASE WHEN me.recovery
                        THEN coalesce(r.received_tli,
                                      (SELECT max(('x' || substr(name, 1, 8))::bit(32)::bigint)
                                         FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$'),
                                      p.timeline_id)::bigint
                        ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint END,
                   CASE WHEN NOT me.recovery THEN pg_current_wal_lsn()::text END,
                   CASE WHEN me.recovery THEN me.received::text ELSE pg_current_wal_flush_lsn()::text END,
                   CASE WHEN me.recovery THEN me.received::text END,
                   CASE WHEN me.recovery THEN me.replayed::text END,
                   coalesce(current_setting('primary_conninfo', true), ''),
                   r.status,
                   (extract(epoch FROM clock_timestamp() - r.last_msg_receipt_time) * 1000)::bigint,
                   greatest(pg_wal_lsn_diff(r.latest_end_lsn, me.replayed), 0)::bigint,
                   CASE WHEN NOT me.recovery THEN NULL
                        WHEN me.received = me.replayed THEN 0
                        ELSE (extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000)::bigint
                   END,
                   CASE WHEN me.recovery AND current_setting('recovery_min_apply_delay') <> '0'
                        THEN EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'RecoveryApplyDelay')
                        ELSE false END,
                   ARRAY(SELECT application_name || ':' || state FROM pg_stat_replication ORDER BY 1 LIMIT 32)
              FROM (SELECT pg_is_in_recovery() AS recovery,
                           pg_last_wal_receive_lsn() AS received,
                           pg_last_wal_replay_lsn() AS replayed) AS me
             CROSS JOIN pg_control_checkpoint() AS p
              LEFT JOIN pg_stat_wal_receiver AS r ON true
            """;

    private final PreparedStatement statement;

    public StatusQuery(Connection connection) throws SQLException {
        this.statement = connection.prepareStatement(SQL);
    }

    public ServerStatus ask() throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            boolean recovery = row.getBoolean(1);
            Heartbeat.Wal wal =
                    new Heartbeat.Wal(new Timeline(row.getLong(3)), lsn(row, 4), lsn(row, 5), lsn(row, 6), lsn(row, 7));
            ServerStatus.Receiver receiver = new ServerStatus.Receiver(
                    row.getString(8),
                    row.getString(9),
                    number(row, 10),
                    number(row, 11),
                    number(row, 12),
                    row.getBoolean(13));
            String[] attached = (String[]) row.getArray(14).getArray();
            return new ServerStatus(
                    recovery ? Role.STANDBY : Role.PRIMARY, row.getInt(2), wal, receiver, List.of(attached));
        }
    }

    private static @Nullable Lsn lsn(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : Lsn.parse(text);
    }

    private static @Nullable Long number(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }
}
