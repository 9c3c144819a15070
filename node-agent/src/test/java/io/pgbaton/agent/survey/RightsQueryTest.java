package io.pgbaton.agent.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.agent.adopt.Facts;
import io.pgbaton.agent.adopt.Right;
import io.pgbaton.fleet.junit.RealPostgres;
import io.pgbaton.fleet.postgres.PostgresBinaries;
import io.pgbaton.fleet.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// What a role may do, asked of a real server.
@RealPostgres
class RightsQueryTest {

    private static RightsQuery.Rights ask(PostgresServer server, String role, Optional<String> streaming)
            throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres?user=" + role;
        try (Connection connection = DriverManager.getConnection(url)) {
            return RightsQuery.ask(connection, streaming);
        }
    }

    @Test
    void aSuperuserLacksNothing(PostgresServer server) throws SQLException {
        assertThat(ask(server, "postgres", Optional.empty()))
                .isEqualTo(new RightsQuery.Rights("postgres", true, Set.of()));
    }

    @Test
    void anyoneElseLacksAllAndStreamingOnlyIfItIsTheOneThatStreams(PostgresServer server) throws SQLException {
        server.execute("CREATE ROLE nobody_much LOGIN");

        assertThat(ask(server, "nobody_much", Optional.empty()).lacking()).isEqualTo(EnumSet.allOf(Right.class));
        assertThat(ask(server, "nobody_much", Optional.of("streamer")).lacking())
                .doesNotContain(Right.REPLICATION);
    }

    static boolean hasGrantsForParameters() {
        return PostgresBinaries.find().majorVersion() >= 15;
    }

    /// Each finding's own remedy is a grant that the server understands, and that is enough.
    @Test
    @EnabledIf("hasGrantsForParameters")
    void withTheGrantsThatAreProposedNothingIsLacking(PostgresServer server) throws SQLException {
        server.execute("CREATE ROLE granted LOGIN");
        List<String> grants = EnumSet.allOf(Right.class).stream()
                .map(right -> right.grantTo("granted"))
                .collect(Collectors.toList());
        grants.forEach(server::execute);

        assertThat(ask(server, "granted", Optional.empty()).lacking()).isEmpty();
    }

    @Test
    void theSettingsOfTheServerAreRead(PostgresServer server) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl())) {
            Facts.Server found = ServerQuery.ask(connection, new Facts.Launch("", List.of(), null));

            assertThat(found.standby()).isFalse();
            assertThat(found.settings())
                    .containsEntry("wal_log_hints", "on")
                    .containsEntry("data_directory", server.dataDirectory().toString())
                    .containsEntry("wal_keep_size", "128");
        }
    }
}
