package io.pgbaton.agent.act;

import io.pgbaton.agent.config.Conninfo;
import io.pgbaton.agent.copy.Copier;
import io.pgbaton.agent.postgres.ConfigFiles;
import io.pgbaton.agent.postgres.LocalPostgres;
import io.pgbaton.agent.postgres.Postgres;
import io.pgbaton.contracts.CloneOptions;
import io.pgbaton.contracts.Copying;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Replaces what is in the data directory: by rewinding it, or by a new base backup. A marker outside of it keeps a
/// half rebuilt directory from being started.
final class Rebuilding {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuilding.class);
    private static final Duration REWIND = Duration.ofHours(1);
    private static final Duration BACKUP = Duration.ofDays(2);

    private final Body body;
    private final Conninfos conninfos;
    private final Ancestry ancestry;
    private final Copier copier;

    Rebuilding(Body body, Conninfos conninfos, Ancestry ancestry) {
        this.body = body;
        this.conninfos = conninfos;
        this.ancestry = ancestry;
        this.copier = new Copier(body.config(), body.directory(), body.state(), LocalPostgres.programs(body.config()));
    }

    /// The server is down, cleanly. The other server's configuration is copied too, so ours is put back.
    Postgres.Outcome rewind(Conninfo source) throws IOException, SQLException {
        ConfigFiles own = body.directory().configFiles();
        return whileMarked("rewind", () -> {
            Postgres.Outcome rewound = body.postgres().rewind(source, REWIND);
            if (rewound.done()) {
                own.writeInto(body.directory().path());
                prepare(conninfos.following(source));
            }
            return rewound;
        });
    }

    Postgres.Outcome backup(Conninfo source, CloneOptions options) throws IOException, SQLException {
        Optional<ConfigFiles> kept =
                body.directory().hasServer() ? Optional.of(body.directory().configFiles()) : Optional.empty();
        Progress progress = new Progress();
        return whileMarked(AskedClone.written(options), () -> {
            Postgres.Outcome copied = copier.take(
                    new Copier.Order(
                            new Copier.Source(source, conninfos.forBackup(source)), options, kept, progress::reached),
                    BACKUP);
            if (copied.done()) {
                prepare(conninfos.following(source));
                if (kept.isEmpty()) {
                    body.postgres().configure(Conninfos.undelayed());
                }
            }
            return copied;
        });
    }

    /// As it was asked for when it began; else from the backups where there are some, and from the server itself when
    /// they fail.
    Postgres.Outcome backup(Conninfo source) throws IOException, SQLException {
        CloneOptions asked = AskedClone.read(body.state().rebuildingHow());
        Postgres.Outcome copied = backup(source, asked);
        boolean another = asked.tool() == null
                && body.config().server().replication().cloning().backups().isPresent();
        if (copied.done() || !another) {
            return copied;
        }
        LOG.warn("{}; a base backup is taken instead", copied.words());
        return backup(source, asked.by(CloneOptions.Tool.PG_BASEBACKUP));
    }

    /// What an agent that ended in the middle of a rebuild left behind: half a copy is removed, so that it is made
    /// anew; a whole one is put in its place. True when that was done.
    boolean cleanUp() {
        if (!body.state().halfRebuilt()) {
            return false;
        }
        try {
            Copier.Found found = copier.finish();
            if (found == Copier.Found.WHOLE) {
                body.state().rebuilt();
                return true;
            }
            if (found == Copier.Found.HALF) {
                LOG.info("half a copy, left by an earlier agent, is removed");
            }
        } catch (IOException e) {
            LOG.warn("what an earlier agent left of a copy cannot be removed: {}", Body.oneLine(e));
        }
        return false;
    }

    private void prepare(Map<String, String> following) throws IOException, SQLException {
        body.directory().keepStandbySignal();
        body.postgres().configure(conninfos.always());
        body.postgres().configure(following);
        if (!conninfos.delayed().isEmpty()) {
            body.postgres().configure(Conninfos.undelayed());
        }
    }

    private interface Work {
        Postgres.Outcome run() throws IOException, SQLException;
    }

    private Postgres.Outcome whileMarked(String how, Work work) throws IOException, SQLException {
        body.observer().rebuilding(true);
        try {
            body.state().rebuilding(how);
            ancestry.forget();
            Postgres.Outcome outcome = work.run();
            if (outcome.done()) {
                body.state().rebuilt();
            }
            return outcome;
        } finally {
            body.observer().rebuilding(false);
        }
    }

    /// In every heartbeat, and in the log every tenth percent once.
    private final class Progress {
        private int said = -1;

        void reached(Copying now) {
            body.observer().copying(now);
            if (now.percent() / 10 > said) {
                said = now.percent() / 10;
                LOG.info(
                        "clone: {} %, {} of {} MB, {} MB/s",
                        now.percent(), now.copiedBytes() >> 20, now.totalBytes() >> 20, now.bytesPerSecond() >> 20);
            }
        }
    }
}
