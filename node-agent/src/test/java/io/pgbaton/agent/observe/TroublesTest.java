package io.pgbaton.agent.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.agent.postgres.ServerStatus;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Timeline;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TroublesTest {

    private static final Trouble FULL = new Trouble(Reason.WAL_DISK_FULL, "full");

    private Optional<Probe.TurnedAway> refusal = Optional.empty();
    private boolean stalled;
    private Optional<WriteProbe.Refused> refused = Optional.empty();
    private Optional<Trouble> storage = Optional.empty();
    private final Troubles troubles =
            new Troubles(new Troubles.Sources(() -> refusal, () -> stalled, () -> refused, () -> storage));

    @Test
    void aCrashOnAFullDiskIsTheDisksFault() {
        assertThat(reason(down(ServerState.CRASHED), 0)).contains(Reason.SERVER_CRASHED);
        storage = Optional.of(FULL);
        assertThat(reason(down(ServerState.CRASHED), 1)).contains(Reason.WAL_DISK_FULL);
    }

    @Test
    void aHungServerWhoseCommitsStoppedFirstHasAStalledDisk() {
        assertThat(reason(down(ServerState.HUNG), 0)).contains(Reason.SERVER_HUNG);
        stalled = true;
        assertThat(reason(down(ServerState.HUNG), 1)).contains(Reason.STORAGE_STALLED);
    }

    @Test
    void aFullServerIsNotDead() {
        refusal = Optional.of(new Probe.TurnedAway("53300", "sorry, too many clients already"));
        assertThat(reason(running(Role.PRIMARY, null, 0), 0)).contains(Reason.TOO_MANY_CONNECTIONS);
        refusal = Optional.of(new Probe.TurnedAway("28P01", "password authentication failed"));
        assertThat(reason(running(Role.PRIMARY, null, 0), 1)).contains(Reason.AGENT_TURNED_AWAY);
    }

    @Test
    void aWriteThatIsRefusedHasTheDisksLookedAtAtOnce() {
        assertThat(reason(running(Role.PRIMARY, null, 0), 0)).isEmpty();
        refused = Optional.of(new WriteProbe.Refused("58030", "could not write to file"));
        assertThat(reason(running(Role.PRIMARY, null, 0), 1)).contains(Reason.WRITE_REFUSED);
        storage = Optional.of(FULL);
        assertThat(reason(running(Role.PRIMARY, null, 0), 2)).contains(Reason.WAL_DISK_FULL);
    }

    @Test
    void aLongRecoveryIsToldAndWaitedFor() {
        assertThat(reason(down(ServerState.STARTING), 5)).isEmpty();
        assertThat(reason(down(ServerState.STARTING), 5 + Troubles.STARTING_MILLIS))
                .contains(Reason.IN_CRASH_RECOVERY);
        assertThat(reason(running(Role.STANDBY, "streaming", 0), 20_000)).isEmpty();
        assertThat(reason(down(ServerState.STARTING), 20_001)).isEmpty();
    }

    @Test
    void aStandbyThatComesNoFurtherIsStalledAndOneThatLacksNothingIsNot() {
        assertThat(reason(running(Role.STANDBY, "streaming", 4_096), 0)).isEmpty();
        assertThat(reason(running(Role.STANDBY, "streaming", 8_192), Stall.PATIENCE_MILLIS))
                .contains(Reason.REPLICATION_STALLED);
        assertThat(reason(running(Role.STANDBY, "streaming", 0), Stall.PATIENCE_MILLIS + 1))
                .isEmpty();
        assertThat(reason(running(Role.STANDBY, "streaming", 4_096), 2 * Stall.PATIENCE_MILLIS))
                .isEmpty();
    }

    @Test
    void aStandbyThatIsToFollowSomebodyAndDoesNotIsDetached() {
        assertThat(reason(running(Role.STANDBY, null, 0), 0)).isEmpty();
        assertThat(reason(running(Role.STANDBY, null, 0), Troubles.DETACHED_MILLIS))
                .contains(Reason.STANDBY_DETACHED);
    }

    private Optional<Reason> reason(Observation seen, long nowMillis) {
        return troubles.behind(seen, nowMillis).map(Trouble::reason);
    }

    private static Observation down(ServerState state) {
        return new Observation(state, Role.PRIMARY, null, null, null);
    }

    private static Observation running(Role role, @Nullable String receiver, long lag) {
        Lsn at = new Lsn(1 << 20);
        ServerStatus status = new ServerStatus(
                role,
                150_000,
                new Heartbeat.Wal(new Timeline(1), null, at, at, at),
                new ServerStatus.Receiver("host=n1", receiver, 10L, lag, 0L, false),
                List.of());
        boolean detached = role == Role.STANDBY && receiver == null;
        return new Observation(ServerState.RUNNING, role, null, status, detached ? 0L : null);
    }
}
