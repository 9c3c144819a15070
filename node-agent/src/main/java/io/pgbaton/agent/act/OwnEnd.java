package io.pgbaton.agent.act;

import io.pgbaton.agent.observe.Observation;
import io.pgbaton.agent.observe.Observer;
import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.Role;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Where this server's own log ends: known of a crashed one only when it has replayed what it has, that is when
/// replay has not moved for a while and does not wait for `recovery_min_apply_delay`, or when it streams anyway.
final class OwnEnd {

    private static final long STANDS_STILL_NANOS = Duration.ofMillis(300).toNanos();

    private final Observer observer;
    private Lsn last = new Lsn(0);
    private long since = System.nanoTime();

    OwnEnd(Observer observer) {
        this.observer = observer;
    }

    /// Waits for it, but no longer than `patience`, nor when `givesWay` says that something else is asked.
    boolean reached(Duration patience, BooleanSupplier givesWay) {
        return Pause.until(() -> givesWay.getAsBoolean() || standsStill(observer.look()), patience, 50)
                && !givesWay.getAsBoolean();
    }

    private boolean standsStill(Observation seen) {
        Optional<FreezeAnswer.Position> position = Freezing.position(seen);
        if (position.isEmpty() || !seen.runsAs(Role.STANDBY) || (seen.isDelayed() && !seen.streams())) {
            since = System.nanoTime();
            return false;
        }
        if (!position.get().replayed().equals(last)) {
            last = position.get().replayed();
            since = System.nanoTime();
        }
        return seen.streams() || System.nanoTime() - since > STANDS_STILL_NANOS;
    }
}
