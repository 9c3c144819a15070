package io.pgbaton.notifier.log;

import io.pgbaton.notifier.parcel.Attempt;
import io.pgbaton.notifier.parcel.Parcel;
import io.pgbaton.notifier.parcel.Standing;
import io.pgbaton.notifier.route.Target;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/// The table of deliveries. Every row is pending, delivered or dead, and a pending one is in the hands of at most
/// one instance; a claim that is not renewed for 30 seconds is over, so a dead instance holds nothing back for
/// long.
public final class DeliveryLog {

    private static final String UPSERT = ParcelRows.INSERT + """
            ON CONFLICT (id) DO UPDATE SET
                state = excluded.state, attempts = excluded.attempts, due = excluded.due,
                finished_at = excluded.finished_at, why_dead = excluded.why_dead,
                claimed_by = excluded.claimed_by, claimed_until = excluded.claimed_until
            WHERE d.state = 'pending' AND d.attempts <= excluded.attempts
            """;
    private static final String CLAIM = """
            WITH ready AS MATERIALIZED (
                SELECT id FROM notifier.deliveries
                WHERE state = 'pending' AND due <= ?
                  AND (claimed_until IS NULL OR claimed_until < now())
                  AND NOT (target_kind || ':' || target = ANY (?))
                ORDER BY since, bus_partition, bus_offset LIMIT ? FOR UPDATE SKIP LOCKED)
            UPDATE notifier.deliveries d SET claimed_by = ?, claimed_until = now() + interval '30 seconds'
            FROM ready WHERE d.id = ready.id
            RETURNING d.*
            """;

    private final Database database;
    private final String instance;

    public DeliveryLog(DataSource source, String instance) {
        this.database = new Database(source);
        this.instance = instance;
    }

    /// Writes down new deliveries; those it knows already stay as they are. All or none.
    public void open(Collection<Parcel> here, Collection<Parcel> anywhere) throws LogUnavailable {
        database.inTransaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(ParcelRows.INSERT + "ON CONFLICT DO NOTHING")) {
                addAll(insert, here, Standing.HERE);
                addAll(insert, anywhere, Standing.ANYWHERE);
                return insert.executeBatch().length;
            }
        });
    }

    private void addAll(PreparedStatement insert, Collection<Parcel> parcels, Standing standing) throws SQLException {
        for (Parcel parcel : parcels) {
            ParcelRows.bind(insert, parcel, standing, instance);
            insert.addBatch();
        }
    }

    /// Writes down how a delivery stands after an attempt, and the attempt.
    public void note(Parcel parcel, Standing standing) throws LogUnavailable {
        database.inTransaction(connection -> {
            try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
                ParcelRows.bind(upsert, parcel, standing, instance);
                upsert.executeUpdate();
            }
            Attempt last = parcel.progress().last();
            if (last != null) {
                insert(connection, parcel, last, standing);
            }
            return true;
        });
    }

    private static void insert(Connection connection, Parcel parcel, Attempt attempt, Standing standing)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO notifier.attempts (delivery_id, number, at, result, reply, millis, next_at)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """)) {
            insert.setString(1, parcel.id());
            insert.setInt(2, attempt.number());
            insert.setObject(3, ParcelRows.utc(attempt.at()));
            insert.setString(4, attempt.outcome().label());
            insert.setString(5, attempt.outcome().reply().replace("\0", ""));
            insert.setLong(6, attempt.took().toMillis());
            boolean again = standing == Standing.HERE || standing == Standing.ANYWHERE;
            insert.setObject(7, again ? ParcelRows.utc(parcel.progress().due()) : null);
            insert.executeUpdate();
        }
    }

    /// Takes what is due before `horizon` and in nobody's hands, but for these targets.
    public List<Parcel> claim(int most, Instant horizon, Set<Target> except) throws LogUnavailable {
        return database.inTransaction(connection -> {
            try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
                claim.setObject(1, ParcelRows.utc(horizon));
                claim.setArray(
                        2,
                        connection.createArrayOf(
                                "text", except.stream().map(Target::toString).toArray()));
                claim.setInt(3, most);
                claim.setString(4, instance);
                List<Parcel> claimed = new ArrayList<>();
                try (ResultSet rows = claim.executeQuery()) {
                    while (rows.next()) {
                        ParcelRows.read(rows).ifPresent(claimed::add);
                    }
                }
                return claimed;
            }
        });
    }

    /// Keeps the claims of what this instance has in hand.
    public void renew(Collection<String> ids) throws LogUnavailable {
        update(
                "UPDATE notifier.deliveries SET claimed_until = now() + interval '30 seconds'"
                        + " WHERE claimed_by = ? AND state = 'pending' AND id = ANY (?)",
                ids);
    }

    /// Gives these up to whoever comes.
    public void release(Collection<String> ids) throws LogUnavailable {
        update(
                "UPDATE notifier.deliveries SET claimed_by = NULL, claimed_until = NULL"
                        + " WHERE claimed_by = ? AND state = 'pending' AND id = ANY (?)",
                ids);
    }

    private void update(String sql, Collection<String> ids) throws LogUnavailable {
        database.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setString(1, instance);
                update.setArray(2, connection.createArrayOf("text", ids.toArray()));
                return update.executeUpdate();
            }
        });
    }

    /// What an earlier run of this instance had in hand, and all of this one's: nobody has them now.
    public void releaseAll() throws LogUnavailable {
        database.inTransaction(connection -> {
            try (PreparedStatement release = connection.prepareStatement("UPDATE notifier.deliveries"
                    + " SET claimed_by = NULL, claimed_until = NULL WHERE claimed_by = ? AND state = 'pending'")) {
                release.setString(1, instance);
                return release.executeUpdate();
            }
        });
    }

    /// Drops some of what ended longer ago than `kept`. Returns how many.
    public int prune(Duration kept, int most) throws LogUnavailable {
        return database.inTransaction(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("""
                    DELETE FROM notifier.deliveries WHERE id IN (
                        SELECT id FROM notifier.deliveries
                        WHERE state <> 'pending' AND since < now() - make_interval(secs => ?) LIMIT ?)
                    """)) {
                delete.setDouble(1, (double) kept.toSeconds());
                delete.setInt(2, most);
                return delete.executeUpdate();
            }
        });
    }
}
