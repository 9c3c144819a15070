package io.pgbaton.agent.observe;

import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Finds the reason behind what was seen: the observation says that a server is down or hangs, this says why, as
/// far as its host can tell.
public final class Troubles {

    private static final long STORAGE_EVERY_MILLIS = 10_000;
    static final long DETACHED_MILLIS = 10_000;
    static final long STARTING_MILLIS = 10_000;

    private final Sources sources;
    private Optional<Trouble> ofStorage = Optional.empty();
    private long storageLookedAt = Long.MIN_VALUE;
    private Stall stall = Stall.NONE;
    private long startingSince = -1;

    /// Where causes are found: why the agent was not let in, what became of its last write, what the file systems
    /// are like.
    record Sources(
            Supplier<Optional<Probe.TurnedAway>> refusal,
            BooleanSupplier stalled,
            Supplier<Optional<WriteProbe.Refused>> refused,
            Supplier<Optional<Trouble>> storage) {}

    Troubles(Sources sources) {
        this.sources = sources;
    }

    public static Troubles of(Observer observer, WriteProbe writes, Storage storage) {
        return new Troubles(new Sources(observer::refusal, writes::isStalled, writes::refused, storage::look));
    }

    /// The one trouble that matters most now, if any. `nowMillis` is monotonic.
    Optional<Trouble> behind(Observation seen, long nowMillis) {
        stall = stall.look(seen, nowMillis);
        startingSince = seen.state() != ServerState.STARTING ? -1 : startingSince < 0 ? nowMillis : startingSince;
        return switch (seen.state()) {
            case NO_DATA, STOPPED, STOPPING, REBUILDING -> Optional.empty();
            case CRASHED -> storage(true, nowMillis).or(() -> trouble(Reason.SERVER_CRASHED, "its postmaster is gone"));
            case HUNG -> Optional.of(hung(nowMillis));
            case STARTING -> starting(nowMillis);
            case RUNNING -> running(seen, nowMillis);
        };
    }

    private Trouble hung(long nowMillis) {
        return storage(true, nowMillis)
                .orElseGet(() -> sources.stalled().getAsBoolean()
                        ? new Trouble(
                                Reason.STORAGE_STALLED,
                                "it answers queries, but its disk has not written a commit within write_timeout")
                        : new Trouble(Reason.SERVER_HUNG, "its postmaster lives and nothing answers"));
    }

    private Optional<Trouble> starting(long nowMillis) {
        long lasted = startingSince < 0 ? 0 : nowMillis - startingSince;
        return lasted < STARTING_MILLIS
                ? Optional.empty()
                : trouble(
                        Reason.IN_CRASH_RECOVERY,
                        "it has been starting or recovering for longer than " + STARTING_MILLIS / 1000
                                + " s: PostgreSQL's log tells how far it is");
    }

    private Optional<Trouble> running(Observation seen, long nowMillis) {
        return sources.refusal()
                .get()
                .map(Troubles::refusal)
                .or(() -> storage(sources.refused().get().isPresent(), nowMillis))
                .or(() -> sources.refused().get().map(no -> new Trouble(Reason.WRITE_REFUSED, no.why())))
                .or(() -> ofStandby(seen, nowMillis));
    }

    private static Trouble refusal(Probe.TurnedAway away) {
        boolean full = away.sqlState().startsWith("53");
        return full
                ? new Trouble(
                        Reason.TOO_MANY_CONNECTIONS,
                        "it lives and has no connection free for its agent (" + away.why()
                                + "): raise max_connections or superuser_reserved_connections, or see who holds them")
                : new Trouble(
                        Reason.AGENT_TURNED_AWAY,
                        "it lives and does not let its agent in (" + away.why()
                                + "): mend pg_hba.conf, the role or the password");
    }

    private Optional<Trouble> ofStandby(Observation seen, long nowMillis) {
        if (!seen.runsAs(Role.STANDBY) || seen.status() == null) {
            return Optional.empty();
        }
        Long since = seen.detachedSince();
        boolean shouldStream = !seen.status().receiver().primaryConninfo().isEmpty();
        if (shouldStream && since != null && nowMillis - since / 1_000_000 >= DETACHED_MILLIS) {
            return trouble(
                    Reason.STANDBY_DETACHED,
                    "its receiver has not streamed for longer than " + DETACHED_MILLIS / 1000
                            + " s: PostgreSQL's log tells why its upstream does not serve it");
        }
        return stall.isLong(nowMillis)
                ? trouble(
                        Reason.REPLICATION_STALLED,
                        "it streams and has come no further for " + Stall.PATIENCE_MILLIS / 1000
                                + " s, though it lacks something: is replay paused, or its disk or network stuck?")
                : Optional.empty();
    }

    private Optional<Trouble> storage(boolean atOnce, long nowMillis) {
        if (atOnce || storageLookedAt == Long.MIN_VALUE || nowMillis - storageLookedAt >= STORAGE_EVERY_MILLIS) {
            storageLookedAt = nowMillis;
            ofStorage = sources.storage().get();
        }
        return ofStorage;
    }

    private static Optional<Trouble> trouble(Reason reason, String details) {
        return Optional.of(new Trouble(reason, details));
    }
}
