package io.pgbaton.notifier.parcel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a delivery has come. `since` is when it was taken up, `due` when it is to be tried; `last` is the last
/// attempt of this run, `givenUp` why there will be no other.
public record Progress(
        int attempts,
        Instant since,
        Instant due,
        @Nullable Attempt last,
        @Nullable String givenUp) {

    public static Progress fresh(Instant now) {
        return new Progress(0, now, now, null, null);
    }

    public Progress tried(Attempt attempt, Instant due) {
        return new Progress(attempt.number(), since, due, attempt, givenUp);
    }

    /// `due` is when to try to bury it again, should that fail.
    public Progress givenUp(String why, Instant due) {
        return new Progress(attempts, since, due, last, why);
    }
}
