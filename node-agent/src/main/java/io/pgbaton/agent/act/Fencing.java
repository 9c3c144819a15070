package io.pgbaton.agent.act;

import io.pgbaton.agent.moves.Move;
import io.pgbaton.agent.observe.Events;
import io.pgbaton.agent.postgres.Postgres;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Term;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives terms up (rules L3, L4). The order is the point: no process is left and none can come back writable, then
/// the mark is on disk, then others hear of it.
public final class Fencing {

    private static final Duration KILL = Duration.ofSeconds(10);

    /// Clients wait for it, those of a PgBouncer for 30 s at most. The checkpoint was made before, so what takes
    /// longer is a server that hangs or a standby that does not take its log. What others lack then is fetched.
    private static final Duration LONGEST_CLEAN_STOP = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(Fencing.class);

    private final Body body;
    private final Voice voice;
    private volatile @Nullable Long fencedAt;

    public Fencing(Body body, Voice voice) {
        this.body = body;
        this.voice = voice;
    }

    /// How long ago a term was given up by this run of the agent.
    long millisAgo() {
        Long at = fencedAt;
        return at == null ? Long.MAX_VALUE : (System.nanoTime() - at) / 1_000_000;
    }

    /// Ends the server as asked, and then marks it. The end itself waits for nobody: another thread may be in the
    /// middle of a clean stop while the lease runs out.
    public Result fence(Move.Fence fence) {
        if (fence.how() == Move.How.CLEAN) {
            checkpointFirst();
            if (!isStillAsked(fence)) {
                LOG.info("no longer asked to stop: the switchover was given up");
                return Result.GAVE_WAY;
            }
        }
        Postgres.Outcome gone = end(fence.how());
        if (!gone.done()) {
            return Result.failed("no release of term " + fence.term() + ": " + gone.words());
        }
        return mark(fence);
    }

    private Postgres.Outcome end(Move.How how) {
        switch (how) {
            case CLEAN -> body.postgres().stopCleanly(cleanStop());
            case FAST ->
                body.postgres()
                        .stopFast(Duration.ofMillis(voice.leases()
                                .lease()
                                .fastAttempt(voice.leases().now())));
            case AT_ONCE -> {}
        }
        return body.postgres().kill(KILL);
    }

    private Duration cleanStop() {
        Duration allowed = body.patience().shutdown();
        return allowed.compareTo(LONGEST_CLEAN_STOP) < 0 ? allowed : LONGEST_CLEAN_STOP;
    }

    /// The service gives a switchover up that takes too long, and says that nothing was stopped.
    private boolean isStillAsked(Move.Fence fence) {
        return voice.book()
                .log()
                .orders()
                .pending(Decision.Fence.class)
                .filter(asked -> asked.term().isAtLeast(fence.term()))
                .isPresent();
    }

    /// While clients still work: the shutdown's own checkpoint, for which they wait, then has little left to write.
    private void checkpointFirst() {
        try {
            body.postgres().checkpoint(body.patience().shutdown());
        } catch (SQLException e) {
            LOG.info("no checkpoint before the stop: {}", Body.oneLine(e));
        }
    }

    private boolean isMarked(Term term) {
        return !voice.bound().standing().mayWrite(term)
                && !voice.leases().lease().term().equals(term);
    }

    private synchronized Result mark(Move.Fence fence) {
        if (fence.how() == Move.How.FAST && isMarked(fence.term())) {
            return Result.DONE; // another thread was as quick
        }
        try {
            // L5, before anybody hears that this node is out of the way: whoever starts it now starts a standby
            body.directory().keepStandbySignal();
        } catch (IOException e) {
            return Result.failed(
                    "no release of term " + fence.term() + ": standby.signal cannot be written: " + e.getMessage());
        }
        voice.bound().change(standing -> standing.fence(fence.term()));
        voice.leases().end(fence.term());
        fencedAt = System.nanoTime();
        body.observer().lookForDeath();
        voice.heart().beat();
        voice.events()
                .announce(
                        EventKind.NODE_FENCED,
                        Events.Said.well(
                                "gave up term " + fence.term() + ": " + fence.why(),
                                Map.of(
                                        "fenced",
                                        fence.term().toString(),
                                        "how",
                                        fence.how().name())));
        body.observer().look();
        return Result.DONE;
    }
}
