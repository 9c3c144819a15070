package io.pgbaton.agent.survey;

import io.pgbaton.agent.adopt.Right;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What the role of a connection may not do.
final class RightsQuery {

    private static final String ROLE = """
            SELECT current_user, rolsuper, rolreplication,
                   pg_has_role('pg_monitor', 'USAGE'),
                   has_function_privilege('pg_promote(boolean, integer)', 'EXECUTE'),
                   has_function_privilege('pg_reload_conf()', 'EXECUTE'),
                   EXISTS (SELECT FROM pg_roles WHERE rolname = 'pg_checkpoint' AND pg_has_role(oid, 'USAGE')),
                   has_function_privilege('pg_ls_dir(text, boolean, boolean)', 'EXECUTE')
                       AND has_function_privilege('pg_stat_file(text, boolean)', 'EXECUTE')
                       AND has_function_privilege('pg_read_binary_file(text)', 'EXECUTE')
                       AND has_function_privilege('pg_read_binary_file(text, bigint, bigint, boolean)', 'EXECUTE'),
                   current_setting('server_version_num')::int >= 150000
              FROM pg_roles WHERE rolname = current_user
            """;

    private RightsQuery() {}

    record Rights(String role, boolean superuser, Set<Right> lacking) {}

    /// `streaming` is the role that standbys stream as, where it is another one.
    static Rights ask(Connection connection, Optional<String> streaming) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ROLE)) {
            row.next();
            String role = row.getString(1);
            Set<Right> lacking = EnumSet.noneOf(Right.class);
            boolean streams = streaming.filter(user -> !user.equals(role)).isEmpty();
            unless(row.getBoolean(3) || !streams, Right.REPLICATION, lacking);
            unless(row.getBoolean(4), Right.MONITOR, lacking);
            unless(row.getBoolean(5), Right.PROMOTE, lacking);
            unless(row.getBoolean(6), Right.RELOAD, lacking);
            unless(row.getBoolean(7), Right.CHECKPOINT, lacking);
            unless(row.getBoolean(8), Right.REWIND, lacking);
            unless(row.getBoolean(9) && mayAlter(connection), Right.ALTER_SYSTEM, lacking);
            boolean superuser = row.getBoolean(2);
            return new Rights(role, superuser, superuser ? Set.of() : lacking);
        }
    }

    private static void unless(boolean allowed, Right right, Set<Right> lacking) {
        if (!allowed) {
            lacking.add(right);
        }
    }

    private static boolean mayAlter(Connection connection) throws SQLException {
        String all = Right.Altered.PARAMETERS.stream()
                .map(name -> "has_parameter_privilege('" + name + "', 'ALTER SYSTEM')")
                .collect(Collectors.joining(" AND "));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + all)) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
