package io.pgbaton.simulation.server;

import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.simulation.time.Chance;
import io.pgbaton.simulation.time.Program;
import org.jspecify.annotations.Nullable;

/// One server. Its program is all its processes; a killed postmaster leaves backends that may still commit for a
/// while. Started, it is in recovery when `standby.signal` is there, and writable when it is not.
public final class SimulatedPostgres {

    private static final long MILLION = 1_000_000L;
    private static final long RECORD = 1000;

    private final NodeId node;
    private final DataFiles files;
    private final Program program;
    private final Chance chance;
    private final Happenings happenings;
    private final Receiver receiver;
    private final WaitingCommits commits;
    private boolean diskFull;
    private boolean postmaster;
    private boolean started;
    private boolean recovery;
    private boolean promoting;

    /// Who wants to know.
    public interface Happenings {
        /// The server has left recovery: from now on it accepts writes.
        void writable(NodeId node, boolean promoted);

        /// A commit was written, and acknowledged to its client; `confirmed` when standbys had to have it first.
        void committed(NodeId node, Wal record, boolean confirmed);

        /// Something an agent's connection to the server would notice at once.
        void broke(NodeId node);
    }

    public SimulatedPostgres(NodeId node, DataFiles files, Program program, Chance chance, Wiring wiring) {
        this.node = node;
        this.files = files;
        this.program = program;
        this.chance = chance;
        this.happenings = wiring.happenings();
        this.receiver = new Receiver(this, wiring.upstreams(), program, chance);
        this.commits = new WaitingCommits(node, files, program, chance, wiring.happenings());
    }

    /// What a server is connected to.
    public record Wiring(Happenings happenings, Receiver.Upstreams upstreams) {}

    public NodeId node() {
        return node;
    }

    public DataFiles files() {
        return files;
    }

    public Program program() {
        return program;
    }

    public Receiver receiver() {
        return receiver;
    }

    /// What of its commits standbys have to have first.
    public WaitingCommits commits() {
        return commits;
    }

    public boolean hasPostmaster() {
        return postmaster;
    }

    /// Whether any process of the data directory is left.
    public boolean hasProcesses() {
        return program.isAlive();
    }

    /// Answers queries, when it is not stopped.
    public boolean isUp() {
        return started && program.isAlive() && postmaster;
    }

    public boolean isStarting() {
        return program.isAlive() && postmaster && !started;
    }

    public boolean inRecovery() {
        return recovery;
    }

    public Role role() {
        return recovery ? Role.STANDBY : Role.PRIMARY;
    }

    /// Could commit at this instant.
    public boolean isWritable() {
        return started && program.isRunning() && !recovery;
    }

    /// Could commit as soon as it went on.
    public boolean isOutOfRecovery() {
        return started && program.isAlive() && !recovery;
    }

    /// False when processes of an earlier run are still there: "pre-existing shared memory block".
    public boolean start() {
        if (program.isAlive()) {
            return postmaster;
        }
        if (files.halfRebuilt || diskFull) {
            return false;
        }
        program.start();
        postmaster = true;
        started = false;
        promoting = false;
        recovery = files.signal;
        long recovering = files.clean ? chance.millis(60, 250) : chance.millis(100, 900);
        files.clean = false;
        program.after(recovering, this::accept);
        return true;
    }

    private void accept() {
        started = true;
        commits.begin();
        files.role = role();
        if (recovery) {
            receiver.start();
        } else {
            files.upstream = null;
            happenings.writable(node, false);
            write();
        }
    }

    /// SIGKILL to every process of the data directory.
    public void kill() {
        postmaster = false;
        started = false;
        promoting = false;
        receiver.end();
        program.kill();
        happenings.broke(node);
    }

    /// SIGKILL to the postmaster only: its backends notice after a while.
    public void killPostmaster() {
        if (!program.isAlive() || !postmaster) {
            return;
        }
        postmaster = false;
        promoting = false;
        receiver.end();
        happenings.broke(node);
        program.after(chance.millis(0, 1500), this::kill);
    }

    /// A fast shutdown: standbys that stream get all of it.
    public void stopCleanly() {
        if (!isUp() || program.isStopped()) {
            return;
        }
        if (!recovery) {
            files.log = files.log.write(RECORD, files.timeline);
            receiver.flushToStandbys();
        }
        files.clean = true;
        kill();
    }

    /// `pg_promote` over a connection that was opened in run `life` of this server. It returns at once; recovery
    /// ends later, or never.
    public boolean promote(int life) {
        if (life != program.life() || !isUp()) {
            return false;
        }
        if (recovery && !promoting) {
            promoting = true;
            program.after(chance.millis(80, 400), this::endRecovery);
        }
        return true;
    }

    private void endRecovery() {
        if (!recovery) {
            return;
        }
        if (diskFull) {
            kill();
            return;
        }
        receiver.end();
        files.history.put(new Timeline(files.timeline), new Lsn(files.log.end()));
        files.timeline++;
        files.log = files.log.write(RECORD, files.timeline);
        files.signal = false;
        files.upstream = null;
        files.role = Role.PRIMARY;
        recovery = false;
        promoting = false;
        happenings.writable(node, true);
        write();
    }

    /// A client that never stops writing; it is on this host, so no partition keeps it away.
    private void write() {
        program.after(chance.between(5 * MILLION, 60 * MILLION), () -> {
            if (!recovery && started) {
                commit();
                write();
            }
        });
    }

    /// Nothing more fits: a primary ends in panic with its next record, a standby receives no more.
    public void diskFull(boolean now) {
        diskFull = now;
    }

    boolean isDiskFull() {
        return diskFull;
    }

    private void commit() {
        if (diskFull) {
            kill();
            return;
        }
        files.log = files.log.write(RECORD, files.timeline);
        commits.add(files.log);
    }

    /// A bulk load: one commit of this many bytes, if it can write.
    public void load(long bytes) {
        if (isWritable()) {
            files.log = files.log.write(bytes, files.timeline);
            commits.add(files.log);
        }
    }

    /// `ALTER SYSTEM SET primary_conninfo`, and a reload.
    public void follow(@Nullable NodeId upstream) {
        files.upstream = upstream;
        receiver.reload();
    }
}
