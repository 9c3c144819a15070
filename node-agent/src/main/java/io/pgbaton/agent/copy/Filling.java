package io.pgbaton.agent.copy;

import io.pgbaton.agent.postgres.Postgres.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A way to fill a copy.
interface Filling {

    /// What it fills outside of the copy.
    List<Path> beside() throws SQLException, IOException;

    /// Done when the copy is whole.
    Outcome into(Path copy, Duration patience) throws IOException;

    /// What the server needs besides until it streams.
    Map<String, String> untilItStreams();
}
