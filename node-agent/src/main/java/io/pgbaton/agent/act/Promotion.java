package io.pgbaton.agent.act;

import io.pgbaton.agent.moves.DecisionLog;
import io.pgbaton.agent.moves.Orders;
import io.pgbaton.agent.observe.Events;
import io.pgbaton.agent.observe.Observation;
import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.agent.postgres.ServerStatus;
import io.pgbaton.agent.postgres.StatusQuery;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.Term;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the server primary under a new term (rules F7, L5, L6).
final class Promotion {

    private static final Logger LOG = LoggerFactory.getLogger(Promotion.class);
    private static final Duration KILL = Duration.ofSeconds(10);

    private final Body body;
    private final Voice voice;
    private final ReadySession session;
    private Term toldFailed = Term.NONE;

    Promotion(Body body, Voice voice, ReadySession session) {
        this.body = body;
        this.voice = voice;
        this.session = session;
    }

    Result promote(Decision.Promote command) {
        if (!voice.bound().standing().mayPromote(command.term())) {
            return Result.failed("term " + command.term() + " is promised to another election or fenced");
        }
        // L6: the connection is older than the last look at the log, so the call dies with the server it was meant
        // for
        try {
            ReadySession.Open open = session.take();
            ServerStatus before = open.first();
            if (before.role() == Role.PRIMARY) {
                return alreadyPrimary(command);
            }
            Map<String, String> data = new HashMap<>();
            StringBuilder words = new StringBuilder();
            if (command.tail() != null) {
                TailRescue.Rescued tail =
                        new TailRescue(body.directory()).fetch(command.tail(), Freezing.position(before));
                words.append("; ").append(tail.words());
                data.putAll(tail.data());
            }
            if (overtaken(command)) {
                return Result.GAVE_WAY;
            }
            adopt(command);
            return callAndAwait(command, open, new Told(words.toString(), data));
        } catch (SQLException | IOException e) {
            session.drop();
            return failed(command, Body.oneLine(e));
        }
    }

    private record Told(String words, Map<String, String> data) {}

    /// F10: the same primary under a new term; no restart, no gap.
    private Result alreadyPrimary(Decision.Promote command) throws IOException {
        body.directory().keepStandbySignal();
        adopt(command);
        voice.heart().beat();
        voice.events()
                .announce(
                        EventKind.STANDBY_PROMOTE,
                        Events.Said.well("primary under term " + command.term() + ", as before", Map.of()));
        return Result.DONE;
    }

    /// Once the call may have reached the server, an error says nothing of what the server does next (L4).
    private Result callAndAwait(Decision.Promote command, ReadySession.Open open, Told told) {
        try {
            body.postgres().promote(open.connection());
            return untilPrimary(command, open.query(), told);
        } catch (SQLException | IOException e) {
            return abandon(command, Body.oneLine(e));
        }
    }

    private Result untilPrimary(Decision.Promote command, StatusQuery query, Told told)
            throws SQLException, IOException {
        long started = System.nanoTime();
        long deadline = started + body.patience().promote().toNanos();
        ServerStatus status = query.ask();
        while (status.role() != Role.PRIMARY) {
            if (overtaken(command)) {
                return abandon(command, "a newer election overtook it");
            }
            if (System.nanoTime() > deadline) {
                return abandon(command, "not primary within promote_check_timeout");
            }
            Pause.millis(2);
            status = query.ask();
        }
        // PostgreSQL deletes it at the end of recovery (L5)
        body.directory().keepStandbySignal();
        Observation seen = body.observer().look();
        voice.heart().beat();
        checkpointInBackground();
        told.data().put("timeline", status.wal().timeline().toString());
        told.data().put("lsn", String.valueOf(status.wal().written()));
        told.data().put("millis", Long.toString((System.nanoTime() - started) / 1_000_000));
        voice.events()
                .announce(
                        EventKind.STANDBY_PROMOTE,
                        Events.Said.well(
                                "primary under term " + command.term() + " on timeline "
                                        + status.wal().timeline() + told.words(),
                                told.data()));
        LOG.info("primary under term {}: {}", command.term(), seen.state());
        return Result.DONE;
    }

    private void adopt(Decision.Promote command) {
        voice.bound().change(standing -> standing.adopt(command.term(), command.basedOn()));
    }

    /// Is something newer than this command in the log by now?
    private boolean overtaken(Decision.Promote command) {
        DecisionLog log = voice.book().log();
        Orders orders = log.orders();
        Term newest = orders.openElection()
                .map(Decision.Freeze::term)
                .orElse(log.view().term());
        return newest.isAbove(command.term()) || !log.iAmPrimary();
    }

    /// F9: an incomplete promotion may still complete behind our back, so it ends with the server.
    private Result abandon(Decision.Promote command, String why) {
        session.drop();
        if (!body.postgres().kill(KILL).done()) {
            return failed(command, why);
        }
        try {
            // PostgreSQL may have come far enough to delete it; as in any release, it stands before others hear
            // (L5)
            body.directory().keepStandbySignal();
        } catch (IOException e) {
            return failed(command, why + "; no release: standby.signal cannot be written: " + e.getMessage());
        }
        voice.bound().change(standing -> standing.fence(command.term()));
        body.observer().look();
        voice.heart().beat();
        return failed(command, why);
    }

    /// Tried again as long as the command is in force; told once a term.
    private Result failed(Decision.Promote command, String why) {
        if (command.term().isAbove(toldFailed)) {
            toldFailed = command.term();
            voice.events()
                    .announce(
                            EventKind.PROMOTE_ERROR,
                            Events.Said.failed("promotion under term " + command.term() + " failed: " + why));
        }
        return Result.failed("promotion under term " + command.term() + ": " + why);
    }

    /// Until the first checkpoint the control file shows the old timeline, and `pg_rewind` of the others would see
    /// nothing to do.
    private void checkpointInBackground() {
        Thread.ofPlatform().daemon().name("checkpoint").start(() -> {
            try (Connection connection = body.postgres().connect(Duration.ofMinutes(10));
                    Statement statement = connection.createStatement()) {
                statement.execute("CHECKPOINT");
            } catch (SQLException e) {
                LOG.warn("the checkpoint after the promotion failed: {}", Body.oneLine(e));
            }
        });
    }
}
