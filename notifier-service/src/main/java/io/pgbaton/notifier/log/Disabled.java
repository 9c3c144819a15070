package io.pgbaton.notifier.log;

import io.pgbaton.notifier.deliver.Endpoint;
import io.pgbaton.notifier.route.Target;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/// The receivers that want nothing any more (410 Gone). Kept in memory, and in the log as soon as it is there.
public final class Disabled {

    private final Database database;
    private final Map<String, Gone> gone = new ConcurrentHashMap<>();

    public Disabled(DataSource source) {
        this.database = new Database(source);
    }

    private record Gone(String fingerprint, Instant since, String why) {}

    public boolean contains(Endpoint endpoint) {
        Gone known = gone.get(endpoint.target().toString());
        return known != null && known.fingerprint.equals(endpoint.fingerprint());
    }

    public void add(Endpoint endpoint, Instant since, String why) {
        gone.put(endpoint.target().toString(), new Gone(endpoint.fingerprint(), since, why));
    }

    /// True for a target that any address of is disabled; for a gauge.
    public boolean contains(Target target) {
        return gone.containsKey(target.toString());
    }

    /// Brings memory and table to the same: what one knows the other gets.
    public void synchronize() throws LogUnavailable {
        Map<String, Gone> here = Map.copyOf(gone);
        database.inTransaction(connection -> {
            try (PreparedStatement upsert = connection.prepareStatement("""
                    INSERT INTO notifier.disabled_endpoints (target, fingerprint, since, why) VALUES (?, ?, ?, ?)
                    ON CONFLICT (target) DO UPDATE SET
                        fingerprint = excluded.fingerprint, since = excluded.since, why = excluded.why
                    WHERE disabled_endpoints.fingerprint <> excluded.fingerprint
                    """)) {
                for (Map.Entry<String, Gone> each : here.entrySet()) {
                    upsert.setString(1, each.getKey());
                    upsert.setString(2, each.getValue().fingerprint);
                    upsert.setObject(3, ParcelRows.utc(each.getValue().since));
                    upsert.setString(4, each.getValue().why);
                    upsert.addBatch();
                }
                upsert.executeBatch();
            }
            try (PreparedStatement select = connection.prepareStatement("SELECT * FROM notifier.disabled_endpoints");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    gone.putIfAbsent(row.getString("target"), read(row));
                }
            }
            return true;
        });
    }

    private static Gone read(ResultSet row) throws SQLException {
        Instant since = row.getTimestamp("since").toInstant();
        return new Gone(row.getString("fingerprint"), since, row.getString("why"));
    }
}
