package io.pgbaton.simulation.server;

import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.simulation.time.Chance;
import io.pgbaton.simulation.time.Program;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A standby's WAL receiver, and its upstream's senders as seen from here. Records come in order or not at all;
/// what was received is on disk.
public final class Receiver {

    private static final long RETRY = 400_000_000L;
    private static final long KEEPALIVE = 1_000_000_000L;
    private static final long PULL = 40_000_000L;
    private static final long TIMEOUT = 4_000_000_000L;

    private final SimulatedPostgres server;
    private final Upstreams upstreams;
    private final Program program;
    private final Chance chance;
    private @Nullable NodeId from;
    private boolean streams;
    private long lastMessage;
    private long detachedSince;
    private int attempt;

    /// How a standby reaches the server of another node, and what of the network is between.
    public interface Upstreams {
        @Nullable
        SimulatedPostgres server(NodeId node);

        /// A message between the servers of two nodes, in this direction.
        void carry(NodeId from, NodeId to, Runnable arrive);

        /// Servers that stream from this one get what it has left, at its orderly end.
        void flush(SimulatedPostgres upstream);
    }

    Receiver(SimulatedPostgres server, Upstreams upstreams, Program program, Chance chance) {
        this.server = server;
        this.upstreams = upstreams;
        this.program = program;
        this.chance = chance;
    }

    public boolean streams() {
        return streams;
    }

    public @Nullable NodeId from() {
        return from;
    }

    /// How long ago the upstream was heard, by this host's clock; negative when it never was in this run.
    public long heardNanosAgo() {
        return lastMessage == 0 ? -1 : program.clock().nanos() - lastMessage;
    }

    public long detachedNanos() {
        return streams ? 0 : program.clock().nanos() - detachedSince;
    }

    void start() {
        lastMessage = 0;
        detachedSince = program.clock().nanos();
        reload();
    }

    void end() {
        attempt++;
        if (streams) {
            detachedSince = program.clock().nanos();
        }
        streams = false;
        from = null;
    }

    void reload() {
        if (streams
                && server.files().upstream != null
                && server.files().upstream.equals(from)) {
            return;
        }
        end();
        if (server.isUp() && server.inRecovery() && server.files().upstream != null) {
            connect(attempt);
        }
    }

    void flushToStandbys() {
        upstreams.flush(server);
    }

    private void connect(int number) {
        NodeId upstream = server.files().upstream;
        if (number != attempt || upstream == null || !server.inRecovery()) {
            return;
        }
        pull(number, upstream);
        program.after(RETRY, () -> {
            if (number == attempt && !streams) {
                connect(number);
            }
        });
    }

    /// One round: where I am goes to the upstream, what follows comes back. A sender has news after some
    /// milliseconds, and a keepalive when it has none.
    private void pull(int number, NodeId upstream) {
        Wal have = server.files().log;
        upstreams.carry(server.node(), upstream, () -> {
            SimulatedPostgres sender = upstreams.server(upstream);
            if (sender != null && sender.isUp() && sender.program().isRunning()) {
                sender.commits().confirmed(server.node(), have);
                Sent sent =
                        new Sent(sender.files().log, sender.files().history, sender.files().log == server.files().log);
                upstreams.carry(upstream, server.node(), program.taking(() -> take(number, upstream, sent)));
            }
        });
    }

    /// The history file comes before what was written under it.
    private record Sent(Wal log, Map<Timeline, Lsn> history, boolean idle) {
        Sent {
            history = new LinkedHashMap<>(history);
        }
    }

    private void take(int number, NodeId upstream, Sent sent) {
        if (number != attempt || !server.inRecovery() || !server.isUp()) {
            return;
        }
        boolean fits = sent.log().contains(server.files().log) && !server.isDiskFull();
        if (!fits) {
            end();
            program.after(5 * RETRY, this::reload);
            return;
        }
        lastMessage = program.clock().nanos();
        if (!streams) {
            streams = true;
            from = upstream;
            watch(number);
        }
        long received = sent.log().timeline();
        if (received > server.files().timeline) {
            server.files().history = sent.history();
            server.files().timeline = received;
        }
        server.files().log = sent.log();
        program.after(sent.idle() ? chance.between(PULL, KEEPALIVE) : chance.between(PULL / 8, PULL), () -> {
            if (number == attempt) {
                pull(number, upstream);
            }
        });
    }

    /// A connection whose other end fell silent ends after a while, and is tried again.
    private void watch(int number) {
        program.after(TIMEOUT / 4, () -> {
            if (number != attempt || !streams) {
                return;
            }
            if (heardNanosAgo() >= TIMEOUT) {
                reload(true);
            } else {
                watch(number);
            }
        });
    }

    private void reload(boolean anew) {
        if (anew) {
            end();
        }
        reload();
    }

    /// The upstream's process ended, and its host said so.
    void upstreamEnded() {
        reload(true);
    }
}
