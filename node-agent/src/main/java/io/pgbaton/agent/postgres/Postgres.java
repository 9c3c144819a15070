package io.pgbaton.agent.postgres;

import io.pgbaton.agent.config.Conninfo;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/// The PostgreSQL server beside this agent. Every call may be repeated: asking for what already holds is a success.
/// No call makes the server writable but [#promote].
public interface Postgres {

    /// Starts it as a standby and waits until its postmaster is up.
    Outcome start(Duration patience);

    /// Shuts down with a checkpoint; standbys receive all of it. Ended at once when that takes too long.
    Outcome stopCleanly(Duration patience);

    /// Turns clients away and shuts down as far as it gets within `patience`, which may be shorter than a second;
    /// what is left is for [#kill].
    void stopFast(Duration patience);

    /// No process of the data directory is left afterwards.
    Outcome kill(Duration patience);

    /// A connection to the server itself, every answer within `deadline`.
    Connection connect(Duration deadline) throws SQLException;

    /// Asks for the end of recovery over a connection opened before (rule L6).
    void promote(Connection open) throws SQLException;

    /// Has the server read its configuration again.
    void reload() throws SQLException;

    /// A checkpoint now, a restartpoint on a standby; `deadline` bounds it.
    void checkpoint(Duration deadline) throws SQLException;

    /// Changes settings: `ALTER SYSTEM` and a reload while it is up, as text while it is down.
    void configure(Map<String, String> settings) throws SQLException, IOException;

    /// Takes a setting back that [#configure] made: `ALTER SYSTEM RESET` and a reload while it is up.
    void forget(String setting) throws SQLException, IOException;

    Outcome rewind(Conninfo source, Duration patience);

    /// Whether it worked; `words` is one line for a person.
    record Outcome(boolean done, String words) {
        public static Outcome done(String words) {
            return new Outcome(true, words);
        }

        public static Outcome failed(String words) {
            return new Outcome(false, words);
        }
    }
}
