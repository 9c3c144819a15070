package io.pgbaton.agent.act;

import io.pgbaton.agent.lease.LeaseClock;
import io.pgbaton.agent.moves.PromotionStep;
import io.pgbaton.agent.observe.Events;
import io.pgbaton.agent.observe.Observation;
import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.agent.postgres.ServerStatus;
import io.pgbaton.agent.state.LeaseBook;
import io.pgbaton.contracts.ClusterView;
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
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the server primary under a new term (rules F7, L1c, L5, L6).
final class Promotion {

    private static final Logger LOG = LoggerFactory.getLogger(Promotion.class);
    private static final Duration KILL = Duration.ofSeconds(10);

    private final Body body;
    private final Voice voice;
    private final ReadySession session;
    private final CommitQuorum commits;
    private final Ancestry ancestry;
    private Term toldFailed = Term.NONE;

    Promotion(Body body, Voice voice, ReadySession session, CommitQuorum commits, Ancestry ancestry) {
        this.body = body;
        this.voice = voice;
        this.session = session;
        this.commits = commits;
        this.ancestry = ancestry;
    }

    /// L6: the connection is older than the look at the lease, so the call dies with the server it was meant for.
    Result promote(Decision.Promote command) {
        try {
            ReadySession.Open open = session.take();
            return new Attempt(command, open).run();
        } catch (SQLException | IOException e) {
            session.drop();
            return failed(command, Body.oneLine(e));
        }
    }

    /// One run through the steps of [PromotionStep].
    private final class Attempt {

        private final Decision.Promote command;
        private final ReadySession.Open open;
        private final StringBuilder words = new StringBuilder();
        private final Map<String, String> data = new HashMap<>();
        private final long claimBy =
                voice.leases().now() + voice.leases().rules().claimWait();
        private long called;
        private PromotionStep.Progress progress;

        Attempt(Decision.Promote command, ReadySession.Open open) {
            this.command = command;
            this.open = open;
            this.progress = PromotionStep.Progress.NONE.seen(isPrimary(open.first()), false);
        }

        Result run() throws SQLException, IOException {
            while (true) {
                PromotionStep step = PromotionStep.next(command, look(), progress);
                Optional<Result> end = end(step);
                if (end.isPresent()) {
                    return end.get();
                }
                if (step instanceof PromotionStep.Call || progress.called()) {
                    try {
                        take(step);
                    } catch (SQLException | IOException e) {
                        // the call may have reached the server: an error says nothing of what it does next (L4)
                        return abandon(command, Body.oneLine(e));
                    }
                } else {
                    take(step);
                }
            }
        }

        private PromotionStep.Look look() {
            LeaseBook leases = voice.leases();
            return new PromotionStep.Look(voice.book().log(), voice.bound().standing(), leases.lease(), leases.now());
        }

        private Optional<Result> end(PromotionStep step) throws IOException {
            return switch (step) {
                case PromotionStep.Refuse(String why) ->
                    Optional.of(Result.failed("no promotion under term " + command.term() + ": " + why));
                case PromotionStep.GiveWay _ -> {
                    voice.leases().standBack();
                    yield Optional.of(Result.GAVE_WAY);
                }
                case PromotionStep.Fail(String why) -> Optional.of(failed(command, why));
                case PromotionStep.Abandon(String why) -> Optional.of(abandon(command, why));
                case PromotionStep.Done _ -> Optional.of(done());
                case PromotionStep.FetchTail _, PromotionStep.Accept _, PromotionStep.Claim _ -> Optional.empty();
                case PromotionStep.Await _, PromotionStep.Arm _, PromotionStep.Call _ -> Optional.empty();
            };
        }

        private void take(PromotionStep step) throws SQLException, IOException {
            switch (step) {
                case PromotionStep.FetchTail(Decision.Tail tail) -> fetch(tail);
                case PromotionStep.Accept _ -> accept();
                // sent by a thread of its own as soon as it is due
                case PromotionStep.Claim _, PromotionStep.Await _ -> lookAgain();
                case PromotionStep.Arm _ -> arm();
                case PromotionStep.Call _ -> {
                    called = System.nanoTime();
                    progress = progress.withCall();
                    body.postgres().promote(open.connection());
                }
                case PromotionStep.Refuse _, PromotionStep.GiveWay _, PromotionStep.Fail _ -> {}
                case PromotionStep.Abandon _, PromotionStep.Done _ -> {}
            }
        }

        private void fetch(Decision.Tail tail) {
            TailRescue.Rescued rescued = new TailRescue(body.directory()).fetch(tail, Freezing.position(open.first()));
            words.append("; ").append(rescued.words());
            data.putAll(rescued.data());
            progress = progress.withTail(rescued.whole());
        }

        /// F5: the first commit waits already, for whom the view says.
        private void accept() throws SQLException, IOException {
            ClusterView view = voice.book().log().view();
            if (!progress.writable()) {
                commits.prepareNow(view);
            }
            voice.bound().change(standing -> standing.promise(command.term()));
            LeaseClock.Reign reign = new LeaseClock.Reign(
                    command.term(),
                    view.version(),
                    LeaseClock.asked(view, body.config().node().id()));
            voice.leases().change((lease, now) -> lease.lead(reign, now));
        }

        private void arm() {
            boolean goesOn = progress.writable();
            if (!goesOn) {
                ancestry.attempt(command.term(), open.first().wal().timeline());
            }
            // F10: commits may still wait for whom the older version says
            voice.bound()
                    .change(standing -> standing.adopt(command.term(), goesOn ? standing.view() : command.basedOn()));
            voice.leases().write();
            voice.heart().beat();
            progress = progress.armedFor(command.term());
        }

        private void lookAgain() throws SQLException {
            Pause.millis(2);
            if (progress.called()) {
                boolean late =
                        System.nanoTime() - called > body.patience().promote().toNanos();
                progress = progress.seen(isPrimary(open.query().ask()), late);
            } else {
                progress = progress.seen(progress.writable(), voice.leases().now() > claimBy);
            }
        }

        /// PostgreSQL deletes `standby.signal` at the end of recovery (L5).
        private Result done() throws IOException {
            body.directory().keepStandbySignal();
            Observation seen = body.observer().look();
            voice.heart().beat();
            ServerStatus status = seen.status();
            if (status != null) {
                ancestry.settle(status.wal().timeline());
            }
            if (progress.called()) {
                checkpointInBackground();
                if (status != null) {
                    data.put("timeline", status.wal().timeline().toString());
                    data.put("lsn", String.valueOf(status.wal().written()));
                    words.insert(0, " on timeline " + status.wal().timeline());
                }
                data.put("millis", Long.toString((System.nanoTime() - called) / 1_000_000));
            } else {
                // F10: the same primary under a new term; no restart, no gap
                words.append(", as before");
            }
            voice.events()
                    .announce(
                            EventKind.STANDBY_PROMOTE,
                            Events.Said.well("primary under term " + command.term() + words, data));
            LOG.info("primary under term {}: {}", command.term(), seen.state());
            return Result.DONE;
        }
    }

    private static boolean isPrimary(ServerStatus status) {
        return status.role() == Role.PRIMARY;
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
        voice.leases().end(command.term());
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
