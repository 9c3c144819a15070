package io.pgbaton.agent.act;

import io.pgbaton.agent.observe.Observation;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.Role;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A server restored from a backup fetches log from the backup's archive until it streams, and never again: what an
/// archive holds of other timelines, or beyond a promise, is not for a standby (rules F4, R4).
final class CatchUp {

    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);

    /// So long may it replay nothing before it counts as detached.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Body body;
    private @Nullable Lsn replayed;
    private long advanced = System.nanoTime();

    CatchUp(Body body) {
        this.body = body;
    }

    /// It gets on, though it does not stream yet.
    boolean goesOn(Observation seen) {
        if (!body.state().catchesUp() || seen.status() == null) {
            return false;
        }
        long now = System.nanoTime();
        Lsn reached = seen.status().wal().replayed();
        if (reached != null && (replayed == null || reached.compareTo(replayed) > 0)) {
            replayed = reached;
            advanced = now;
        }
        return now - advanced < PATIENCE.toNanos();
    }

    /// Ends it when it has streamed, or is a standby no more.
    void keep(Observation seen) {
        if (!body.state().catchesUp() || !(seen.streams() || seen.runsAs(Role.PRIMARY))) {
            return;
        }
        try {
            body.postgres().forget("restore_command");
            body.state().caughtUp();
            replayed = null;
            LOG.info("it streams: no more log is fetched from the archive of the backup");
        } catch (SQLException | IOException e) {
            LOG.warn("restore_command cannot be taken back: {}", Body.oneLine(e));
        }
    }
}
