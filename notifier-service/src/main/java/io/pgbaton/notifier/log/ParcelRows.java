package io.pgbaton.notifier.log;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.notifier.parcel.Parcel;
import io.pgbaton.notifier.parcel.Place;
import io.pgbaton.notifier.parcel.Progress;
import io.pgbaton.notifier.parcel.Standing;
import io.pgbaton.notifier.route.Delivery;
import io.pgbaton.notifier.route.Target;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Parcels as rows of `deliveries`.
final class ParcelRows {

    static final String INSERT = """
            INSERT INTO notifier.deliveries AS d
                (id, event_id, event_kind, cluster, severity, occurred_at, subscription, target_kind, target, event,
                 bus_partition, bus_offset, since, due, attempts, state, finished_at, why_dead,
                 claimed_by, claimed_until)
            SELECT v.*, CASE WHEN ? THEN ? END, CASE WHEN ? THEN now() + interval '30 seconds' END
            FROM (VALUES (?, ?, ?, ?, ?, ?::timestamptz, ?, ?, ?, ?::jsonb, ?, ?, ?::timestamptz, ?::timestamptz,
                          ?, ?, ?::timestamptz, ?)) AS v
            """;

    private ParcelRows() {}

    static void bind(PreparedStatement row, Parcel parcel, Standing standing, String instance) throws SQLException {
        int at = 0;
        row.setBoolean(++at, standing == Standing.HERE);
        row.setString(++at, instance);
        row.setBoolean(++at, standing == Standing.HERE);
        at = bindEvent(row, at, parcel.delivery());
        row.setInt(++at, parcel.place().partition());
        row.setLong(++at, parcel.place().offset());
        row.setObject(++at, utc(parcel.progress().since()));
        row.setObject(++at, utc(parcel.progress().due()));
        row.setInt(++at, parcel.progress().attempts());
        row.setString(++at, standing.state());
        row.setObject(++at, finishedAt(parcel, standing));
        row.setString(++at, parcel.progress().givenUp());
    }

    private static int bindEvent(PreparedStatement row, int before, Delivery delivery) throws SQLException {
        ClusterEvent event = delivery.event();
        int at = before;
        row.setString(++at, delivery.id());
        row.setString(++at, event.id());
        row.setString(++at, event.subject().kind());
        row.setString(++at, event.cluster().name());
        row.setString(++at, event.outcome().severity().name());
        row.setObject(++at, utc(event.at()));
        row.setString(++at, delivery.subscription());
        row.setString(++at, delivery.target().kind().label());
        row.setString(++at, delivery.target().name());
        row.setString(++at, new String(Wire.write(event), StandardCharsets.UTF_8).replace("\\u0000", ""));
        return at;
    }

    private static @Nullable OffsetDateTime finishedAt(Parcel parcel, Standing standing) {
        boolean finished = standing == Standing.DELIVERED || standing == Standing.DEAD;
        if (!finished) {
            return null;
        }
        return utc(
                parcel.progress().last() == null
                        ? parcel.progress().due()
                        : parcel.progress().last().at());
    }

    /// Empty for a row whose event this version cannot read any more.
    static Optional<Parcel> read(ResultSet row) throws SQLException {
        byte[] json = row.getString("event").getBytes(StandardCharsets.UTF_8);
        if (!(Wire.read(json, ClusterEvent.class) instanceof Wire.Known<ClusterEvent>(ClusterEvent event))) {
            return Optional.empty();
        }
        Target.Kind kind = Target.Kind.valueOf(row.getString("target_kind").toUpperCase(Locale.ROOT));
        Target target = new Target(kind, row.getString("target"));
        Delivery delivery = new Delivery(row.getString("id"), event, row.getString("subscription"), target);
        Place place = new Place(row.getInt("bus_partition"), row.getLong("bus_offset"));
        return Optional.of(new Parcel(
                delivery,
                place,
                new Progress(row.getInt("attempts"), instant(row, "since"), instant(row, "due"), null, null)));
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
