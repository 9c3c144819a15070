package io.pgbaton.agent.observe;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.lease.Standing;
import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.agent.postgres.ServerStatus;
import io.pgbaton.agent.state.Bound;
import io.pgbaton.agent.state.LogBook;
import io.pgbaton.contracts.Copying;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.NodeDescribed;
import io.pgbaton.contracts.Readiness;
import io.pgbaton.contracts.ServerState;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sends the heartbeat: with every look, at once when something changed, and on its own when a look takes long.
public final class Heart implements Runnable {

    private static final Duration DESCRIBE_EVERY = Duration.ofSeconds(10);

    private final AgentConfig config;
    private final Sources sources;
    private final Reports reports;
    private final Description description;
    private long sequence;
    private long lastBeat;
    private long lastDescribed;
    private volatile Heartbeat last;

    /// Where a heartbeat's and a description's parts come from.
    public record Sources(Supplier<Observation> seen, Bound bound, LogBook book, String boot, Beside beside) {}

    /// What some agents know and others do not: then it is null.
    public interface Beside {
        /// A witness's look at the primary.
        default Heartbeat.@Nullable Sight sight() {
            return null;
        }

        default @Nullable Readiness readiness() {
            return null;
        }

        default NodeDescribed.@Nullable Pooler pooler() {
            return null;
        }

        /// How far a clone of this node is.
        default @Nullable Copying copying() {
            return null;
        }
    }

    private Heartbeat.@Nullable Wal lastWal;

    public Heart(AgentConfig config, Sources sources, Reports reports) {
        this.config = config;
        this.sources = sources;
        this.reports = reports;
        this.description = new Description(config, sources.boot(), sources.beside());
        this.last = compose();
        this.lastDescribed = System.nanoTime() - DESCRIBE_EVERY.toNanos();
        this.lastBeat = System.nanoTime();
    }

    public Heartbeat last() {
        return last;
    }

    public NodeDescribed described() {
        return description.of(sources.seen().get());
    }

    public synchronized void beat() {
        Heartbeat heartbeat = compose();
        last = heartbeat;
        lastBeat = System.nanoTime();
        reports.report(heartbeat);
        if (lastBeat - lastDescribed >= DESCRIBE_EVERY.toNanos()) {
            lastDescribed = lastBeat;
            reports.report(described());
        }
    }

    /// Says at once who this node is: something of it changed that others wait for.
    public synchronized void describe() {
        lastDescribed = System.nanoTime();
        reports.report(described());
    }

    /// Beats when the looks do not: a server that hangs must not silence its agent.
    @Override
    public void run() {
        long patience = config.timing().heartbeat().toNanos() * 3 / 2;
        while (!Thread.currentThread().isInterrupted()) {
            Pause.millis(config.timing().heartbeat().toMillis() / 2);
            if (sinceLastBeat() >= patience) {
                beat();
            }
        }
    }

    private synchronized long sinceLastBeat() {
        return System.nanoTime() - lastBeat;
    }

    private Heartbeat compose() {
        Standing standing = sources.bound().standing();
        return new Heartbeat(
                config.node().cluster(),
                config.node().id(),
                new Heartbeat.Beat(
                        sources.boot(), ++sequence, config.timing().heartbeat().toMillis()),
                new Heartbeat.Standing(standing.term(), standing.promised(), standing.fenced(), standing.view()),
                server(sources.seen().get()),
                sources.beside().sight());
    }

    private Heartbeat.Server server(Observation seen) {
        ServerStatus status = seen.status();
        if (status == null) {
            return withoutAnswer(seen);
        }
        lastWal = status.wal();
        ServerStatus.Receiver receiver = status.receiver();
        Heartbeat.Replication replication = status.role() == io.pgbaton.contracts.Role.PRIMARY
                ? new Heartbeat.Replication(null, null, null, null, status.attached())
                : new Heartbeat.Replication(
                        Upstream.nodeOf(
                                        receiver.primaryConninfo(),
                                        sources.book().log().view())
                                .orElse(null),
                        receiver.state(),
                        receiver.lagBytes(),
                        receiver.lagMillis(),
                        status.attached());
        return new Heartbeat.Server(seen.state(), status.role(), seen.systemId(), status.wal(), replication);
    }

    /// Who decides over a lost primary may never have heard how far it was: the lag of a candidate is measured by
    /// it. It is no position of a server that runs, nor of other files.
    private Heartbeat.Server withoutAnswer(Observation seen) {
        boolean alive = seen.state() == ServerState.RUNNING;
        boolean others = seen.state() == ServerState.NO_DATA || seen.state() == ServerState.REBUILDING;
        lastWal = others ? null : lastWal;
        return new Heartbeat.Server(
                seen.state(),
                alive ? seen.role() : null,
                seen.systemId(),
                alive ? null : lastWal,
                null,
                seen.state() == ServerState.REBUILDING ? sources.beside().copying() : null);
    }
}
