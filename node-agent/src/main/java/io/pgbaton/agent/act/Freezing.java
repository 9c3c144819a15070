package io.pgbaton.agent.act;

import io.pgbaton.agent.lease.FreezeReply;
import io.pgbaton.agent.moves.Move;
import io.pgbaton.agent.observe.Observation;
import io.pgbaton.agent.observe.Upstream;
import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.agent.postgres.ServerStatus;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.Term;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers an election (rules F3, F4): promise on disk, receiver ended, final position told; or, while the primary
/// is still heard, that and no promise.
final class Freezing {

    private static final Logger LOG = LoggerFactory.getLogger(Freezing.class);
    private static final Duration RECEIVER_ENDS = Duration.ofSeconds(2);
    private static final long ASK_AGAIN_MILLIS = 200;

    private static final String RECEIVERS = """
            SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'walreceiver')
                 + (SELECT count(*) FROM pg_stat_wal_receiver)
            """;
    private static final String RECEIVER_PIDS =
            "SELECT pid, pg_backend_pid() FROM pg_stat_activity WHERE backend_type = 'walreceiver'";

    private final Body body;
    private final Voice voice;
    private final ReadySession session;
    private final Validation validation;
    private long answered;

    Freezing(Body body, Voice voice, ReadySession session) {
        this.body = body;
        this.voice = voice;
        this.session = session;
        this.validation = new Validation(body.config().node(), voice.book());
    }

    /// How many freezes this run of the agent had read when it answered last.
    long answered() {
        return answered;
    }

    Result freeze(Move.Freeze move) {
        Decision.Freeze election = move.election();
        try {
            ReadySession.Open open = session.take();
            switch (voice.leases().reply(election, receivedMillisAgo(open.first()))) {
                case FreezeReply.Alive(long ago) -> {
                    voice.reports().report(FreezeAnswer.alive(cluster(), node(), election.term(), ago));
                    return new Result.Again(ASK_AGAIN_MILLIS);
                }
                case FreezeReply.Ignore _ -> {
                    answered = move.asked();
                    return Result.DONE;
                }
                case FreezeReply.Promise _ -> {}
            }
            if (receives(open)) {
                endReceiver(open.connection());
            }
            return promised(move, position(open.query().ask()));
        } catch (SQLException | IOException e) {
            session.drop();
            return Result.failed("the freeze of term " + election.term() + " is not answered: " + Body.oneLine(e));
        }
    }

    private Result promised(Move.Freeze move, FreezeAnswer.Position end) {
        Term term = move.election().term();
        FreezeAnswer answer;
        switch (validation.of(move.election())) {
            case Validation.Verdict.Allowed _ -> answer = FreezeAnswer.promised(cluster(), node(), term, end);
            case Validation.Verdict.Refused(String words) -> {
                LOG.warn("not to be promoted under term {}: {}", term, words);
                answer = FreezeAnswer.refused(cluster(), node(), term, end, words);
            }
            case Validation.Verdict.Overtaken _ -> {
                return Result.GAVE_WAY;
            }
        }
        voice.reports().report(answer);
        answered = move.asked();
        voice.heart().beat();
        return Result.DONE;
    }

    private io.pgbaton.contracts.ClusterId cluster() {
        return body.config().node().cluster();
    }

    private io.pgbaton.contracts.NodeId node() {
        return body.config().node().id();
    }

    /// F3: how long ago the receiver got bytes from the view's primary; null when it has no receiver, or another
    /// upstream.
    private @Nullable Long receivedMillisAgo(ServerStatus status) {
        ClusterView view = voice.book().log().view();
        ServerStatus.Receiver receiver = status.receiver();
        boolean fromPrimary = Upstream.nodeOf(receiver.primaryConninfo(), view).equals(view.primary());
        return fromPrimary ? receiver.heardMillis() : null;
    }

    /// Asked again after an answer, it receives from nobody any more.
    private static boolean receives(ReadySession.Open open) throws SQLException {
        if (!open.first().receiver().primaryConninfo().isEmpty()) {
            return true;
        }
        try (Statement statement = open.connection().createStatement()) {
            return !noReceiver(statement, Duration.ofMillis(1));
        }
    }

    private void endReceiver(Connection connection) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM SET primary_conninfo = ''");
            statement.execute("SELECT pg_reload_conf()");
            if (!noReceiver(statement, RECEIVER_ENDS.dividedBy(4))) {
                terminateReceivers(statement);
                if (!noReceiver(statement, RECEIVER_ENDS)) {
                    throw new IOException("the WAL receiver does not end");
                }
            }
        }
    }

    /// By its signal: `pg_terminate_backend` knows no WAL receivers. One goes on by itself while replay is paused. It
    /// is a child of this session's postmaster, or a process that has got its pid since.
    private static void terminateReceivers(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(RECEIVER_PIDS)) {
            while (row.next()) {
                Optional<ProcessHandle> postmaster =
                        ProcessHandle.of(row.getLong(2)).flatMap(ProcessHandle::parent);
                ProcessHandle.of(row.getLong(1))
                        .filter(receiver ->
                                postmaster.isPresent() && receiver.parent().equals(postmaster))
                        .ifPresent(ProcessHandle::destroy);
            }
        }
    }

    private static boolean noReceiver(Statement statement, Duration patience) throws SQLException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            try (ResultSet row = statement.executeQuery(RECEIVERS)) {
                row.next();
                if (row.getInt(1) == 0) {
                    return true;
                }
            }
            Pause.millis(2);
        }
        return false;
    }

    /// `received` is what lies flushed on disk; a server that never received in this run has only replayed.
    static FreezeAnswer.Position position(ServerStatus status) {
        Heartbeat.Wal wal = status.wal();
        Lsn replayed = orZero(wal.replayed());
        Lsn flushed = wal.received() == null ? replayed : orZero(wal.received());
        return new FreezeAnswer.Position(wal.timeline(), flushed, replayed);
    }

    static Optional<FreezeAnswer.Position> position(Observation seen) {
        return Optional.ofNullable(seen.status()).map(Freezing::position);
    }

    private static Lsn orZero(@Nullable Lsn lsn) {
        return lsn == null ? new Lsn(0) : lsn;
    }
}
