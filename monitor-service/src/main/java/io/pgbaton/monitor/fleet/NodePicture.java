package io.pgbaton.monitor.fleet;

import io.pgbaton.contracts.Copying;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one node last said of itself, and when that was heard.
public record NodePicture(
        NodeId node,
        @Nullable NodeProfile described,
        @Nullable Heartbeat last,
        @Nullable Instant heard) {

    /// Six missed heartbeats, but never less than the default lease: a shorter silence is the bus's, not the
    /// node's.
    private static final int MISSED_BEATS = 6;

    private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(3);

    static NodePicture unknown(NodeId node) {
        return new NodePicture(node, null, null, null);
    }

    NodePicture describedAs(NodeProfile profile) {
        return new NodePicture(node, profile, last, heard);
    }

    /// Records of one agent run arrive in order; an older sequence of the same run is a repetition.
    NodePicture saying(Heartbeat heartbeat, Instant at) {
        if (last != null
                && last.beat().boot().equals(heartbeat.beat().boot())
                && last.beat().sequence() >= heartbeat.beat().sequence()) {
            return this;
        }
        return new NodePicture(node, described, heartbeat, at);
    }

    public Optional<Heartbeat> heartbeat() {
        return Optional.ofNullable(last);
    }

    /// Milliseconds since it was heard; -1 when it never was.
    public long ageMillis(Instant asOf) {
        return heard == null ? -1 : Math.max(0, Duration.between(heard, asOf).toMillis());
    }

    public boolean isFresh(Instant asOf) {
        return last != null && ageMillis(asOf) <= patience(last).toMillis();
    }

    private static Duration patience(Heartbeat heartbeat) {
        Duration missed = Duration.ofMillis(heartbeat.beat().intervalMillis() * MISSED_BEATS);
        return missed.compareTo(SHORTEST_SILENCE) > 0 ? missed : SHORTEST_SILENCE;
    }

    public boolean serves(Role role) {
        return last != null && last.servesAs(role);
    }

    public Optional<ServerState> state() {
        return heartbeat().map(heartbeat -> heartbeat.server().state());
    }

    public Optional<Role> reportedRole() {
        return heartbeat().map(heartbeat -> heartbeat.server().role());
    }

    /// Of a server that runs.
    public Optional<Heartbeat.Wal> wal() {
        return heartbeat()
                .map(Heartbeat::server)
                .filter(server -> server.state() == ServerState.RUNNING)
                .map(Heartbeat.Server::wal);
    }

    /// How far a clone of it is.
    public Optional<Copying> copying() {
        return heartbeat().map(heartbeat -> heartbeat.server().copying());
    }

    public Optional<Heartbeat.Replication> replication() {
        return heartbeat().map(heartbeat -> heartbeat.server().replication());
    }

    /// Written on a primary, replayed on a standby.
    public Optional<Lsn> position() {
        return wal().map(wal -> serves(Role.PRIMARY) ? wal.written() : wal.replayed());
    }

    public boolean isStreaming() {
        return replication()
                .map(Heartbeat.Replication::receiver)
                .filter("streaming"::equals)
                .isPresent();
    }

    public Optional<NodeId> upstream() {
        return replication().map(Heartbeat.Replication::upstream);
    }
}
