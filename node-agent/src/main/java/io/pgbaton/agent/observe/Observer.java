package io.pgbaton.agent.observe;

import io.pgbaton.agent.postgres.ControlFile;
import io.pgbaton.agent.postgres.DataDirectory;
import io.pgbaton.agent.postgres.Postgres;
import io.pgbaton.agent.postgres.ServerProcesses;
import io.pgbaton.agent.postgres.ServerStatus;
import io.pgbaton.contracts.Copying;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.SystemId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the server: first at its files and processes, then over SQL. What it saw last is there for everybody,
/// at no cost.
public final class Observer {

    private static final Logger LOG = LoggerFactory.getLogger(Observer.class);

    private final DataDirectory directory;
    private final ServerProcesses processes;
    private final Probe probe;
    private final long hangNanos;
    private volatile Observation last = Observation.NOTHING;
    private volatile boolean rebuilding;
    private volatile @Nullable Copying copying;
    private @Nullable Long silentSince;
    private volatile BooleanSupplier writesStalled = () -> false;
    private volatile Probe.@Nullable TurnedAway refusal;

    public Observer(DataDirectory directory, ServerProcesses processes, Postgres postgres, Duration hang) {
        this.directory = directory;
        this.processes = processes;
        this.probe = new Probe(postgres, hang);
        this.hangNanos = hang.toNanos();
    }

    public Observation last() {
        return last;
    }

    /// Who tells whether a primary's commits do not end any more.
    public void watchWrites(BooleanSupplier stalled) {
        writesStalled = stalled;
    }

    /// Why the server did not let the agent in at the last look, if it did not.
    Optional<Probe.TurnedAway> refusal() {
        return Optional.ofNullable(refusal);
    }

    /// How far a clone is; null before anything is known of it.
    public @Nullable Copying copying() {
        return copying;
    }

    public void copying(Copying now) {
        copying = now;
    }

    /// While the data directory is replaced nobody looks into it.
    public void rebuilding(boolean now) {
        rebuilding = now;
        copying = null;
        look();
    }

    /// The whole look, at most as long as the hang timeout.
    public synchronized Observation look() {
        Observation seen = seen();
        last = seen;
        return seen;
    }

    /// The first look of an agent whose lease leaves no time for SQL (V2): a server that its files and processes say
    /// is ready. False for any other, which takes a whole look.
    public synchronized boolean glance() {
        boolean ready = processes
                .postmaster()
                .filter(found -> found.status().equals("ready") && !processes.isSuspended(found.pid()))
                .isPresent();
        if (ready) {
            last = new Observation(ServerState.RUNNING, roleOnDisk(), systemId(), null, null);
        }
        return ready;
    }

    /// The quick look after a broken socket: is the postmaster gone? Costs no SQL.
    public void lookForDeath() {
        Observation before = last;
        if (before.state() == ServerState.RUNNING || before.state() == ServerState.HUNG) {
            if (processes.postmaster().isEmpty() && !rebuilding) {
                last = down();
            }
        }
    }

    private Observation seen() {
        if (rebuilding) {
            return new Observation(ServerState.REBUILDING, null, last.systemId(), null, null);
        }
        if (!directory.hasServer()) {
            return Observation.NOTHING;
        }
        Optional<DataDirectory.Postmaster> postmaster = processes.postmaster();
        if (postmaster.isEmpty()) {
            return down();
        }
        if (processes.isSuspended(postmaster.get().pid())) {
            return unanswered("its postmaster is stopped by a signal");
        }
        Observation asked = asked(postmaster.get());
        // it may have died while it answered
        return processes.postmaster().isEmpty() ? down() : asked;
    }

    private Observation asked(DataDirectory.Postmaster postmaster) {
        return switch (probe.ask()) {
            case Probe.Answered(ServerStatus status) -> running(status);
            case Probe.TurnedAway away
            when away.notReady() -> {
                silentSince = null;
                ServerState state =
                        postmaster.status().equals("stopping") ? ServerState.STOPPING : ServerState.STARTING;
                yield new Observation(state, roleOnDisk(), systemId(), null, null);
            }
            case Probe.TurnedAway away -> turnedAway(away);
            case Probe.Silent(String why) -> unanswered(why);
        };
    }

    private Observation running(ServerStatus status) {
        silentSince = null;
        refusal = null;
        Long before = last.detachedSince();
        Long detached = status.receiver().streams() ? null : before == null ? Long.valueOf(System.nanoTime()) : before;
        SystemId known = last.state() == ServerState.RUNNING ? last.systemId() : null;
        SystemId systemId = known == null ? systemId() : known;
        // a server whose disk does not write is no better than one that does not answer
        return status.role() == Role.PRIMARY && writesStalled.getAsBoolean()
                ? new Observation(ServerState.HUNG, status.role(), systemId, null, null)
                : new Observation(ServerState.RUNNING, status.role(), systemId, status, detached);
    }

    /// Alive, so no reason to fail over; what it is stands on its disk.
    private Observation turnedAway(Probe.TurnedAway away) {
        silentSince = null;
        refusal = away;
        return new Observation(ServerState.RUNNING, roleOnDisk(), systemId(), null, last.detachedSince());
    }

    private Observation unanswered(String why) {
        refusal = null;
        long now = System.nanoTime();
        Long since = silentSince == null ? Long.valueOf(now) : silentSince;
        silentSince = since;
        boolean hung = now - since >= hangNanos || last.state() == ServerState.HUNG;
        if (hung && last.state() != ServerState.HUNG) {
            LOG.error("the server hangs: its postmaster lives and nothing answered for the hang timeout: {}", why);
        }
        ServerState state = hung ? ServerState.HUNG : last.state();
        boolean fresh = state == ServerState.NO_DATA || state == ServerState.STOPPED || state == ServerState.CRASHED;
        Role role = last.role() == null || fresh ? roleOnDisk() : last.role();
        return new Observation(
                fresh ? ServerState.STARTING : state,
                role,
                systemId(),
                hung ? null : last.status(),
                last.detachedSince());
    }

    private Observation down() {
        silentSince = null;
        refusal = null;
        Optional<ControlFile> control = directory.control();
        boolean clean = control.map(file -> file.state().cleanlyShutDown()).orElse(false) && !processes.anyAlive();
        Role role = control.map(file -> file.state().role()).orElse(last.role());
        return new Observation(clean ? ServerState.STOPPED : ServerState.CRASHED, role, systemId(), null, null);
    }

    private @Nullable Role roleOnDisk() {
        return directory.control().map(file -> file.state().role()).orElse(null);
    }

    private @Nullable SystemId systemId() {
        return directory.control().map(ControlFile::systemId).orElse(null);
    }
}
