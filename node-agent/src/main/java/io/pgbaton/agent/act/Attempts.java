package io.pgbaton.agent.act;

import io.pgbaton.agent.moves.Move;
import org.jspecify.annotations.Nullable;

/// Spaces out a move that keeps failing: half a second, then twice as long each time, at most half a minute. A new
/// view, or another move, begins anew. Moves that give a term up or answer an election never wait long.
final class Attempts {

    private static final long FIRST_MILLIS = 500;
    private static final long LONGEST_MILLIS = 30_000;
    private static final long URGENT_MILLIS = 100;
    private static final int TOLD_AFTER = 3;

    private @Nullable Move failing;
    private long version;
    private int failures;
    private long dueAt;

    /// How long `move` has to wait; zero when it is due.
    long waitMillis(Move move, long viewVersion, long now) {
        if (!move.equals(failing) || viewVersion != version) {
            failing = null;
            failures = 0;
            version = viewVersion;
            return 0;
        }
        return Math.max(0, (dueAt - now) / 1_000_000);
    }

    long failed(Move move, long now) {
        failures = move.equals(failing) ? failures + 1 : 1;
        failing = move;
        long wait = urgent(move) ? URGENT_MILLIS : Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures - 1, 10));
        dueAt = now + wait * 1_000_000;
        return wait;
    }

    /// Whether the last failure is worth a word.
    Telling told() {
        return failures < TOLD_AFTER ? Telling.EACH : failures == TOLD_AFTER ? Telling.FOR_GOOD : Telling.NO_MORE;
    }

    enum Telling {
        EACH,
        FOR_GOOD,
        NO_MORE
    }

    void succeeded() {
        failing = null;
        failures = 0;
    }

    private static boolean urgent(Move move) {
        return switch (move) {
            case Move.Fence _, Move.Freeze _, Move.Promote _ -> true;
            case Move.Stay _, Move.Refuse _, Move.Start _, Move.Stop _, Move.Resume _, Move.Serve _ -> false;
            case Move.Adopt _, Move.Follow _, Move.Rejoin _, Move.Clone _ -> false;
        };
    }
}
