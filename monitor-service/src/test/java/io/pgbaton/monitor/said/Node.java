package io.pgbaton.monitor.said;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeDescribed;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node of a test's cluster, as its agent would report it.
public record Node(ClusterId cluster, NodeId id, String boot) {

    private static final SystemId SYSTEM = new SystemId("7301234567890123456");

    public static Node of(String cluster, int id) {
        return new Node(new ClusterId(cluster), new NodeId(id), "boot-1");
    }

    public String name() {
        return "n" + id;
    }

    public NodeProfile profile() {
        return profileNamed(name());
    }

    public NodeProfile profileNamed(String name) {
        return new NodeProfile(
                name,
                NodeProfile.Kind.SERVER,
                new NodeProfile.Election(100, "default", true),
                new NodeProfile.Address(
                        "host=127.0.0.1 port=" + (5430 + id.value()) + " user=repmgr dbname=repmgr", ""),
                new NodeProfile.Software("0.1.0", 150_004));
    }

    public NodeDescribed described() {
        return new NodeDescribed(cluster, id, boot, profile());
    }

    public Heartbeat primary(long sequence, long written) {
        Heartbeat.Wal wal = new Heartbeat.Wal(new Timeline(1), new Lsn(written), new Lsn(written), null, null);
        return heartbeat(
                sequence, standing(0), new Heartbeat.Server(ServerState.RUNNING, Role.PRIMARY, SYSTEM, wal, null));
    }

    public Heartbeat standby(long sequence, int upstream, long received, long replayed) {
        return standby(sequence, new Stream(new NodeId(upstream), "streaming", 1), received, replayed);
    }

    /// How a standby is attached.
    public record Stream(
            @Nullable NodeId upstream, @Nullable String receiver, long timeline) {}

    public Heartbeat standby(long sequence, Stream stream, long received, long replayed) {
        Heartbeat.Wal wal = new Heartbeat.Wal(
                new Timeline(stream.timeline()), null, new Lsn(received), new Lsn(received), new Lsn(replayed));
        Heartbeat.Replication replication =
                new Heartbeat.Replication(stream.upstream(), stream.receiver(), received - replayed, 12L, List.of());
        return heartbeat(
                sequence,
                standing(0),
                new Heartbeat.Server(ServerState.RUNNING, Role.STANDBY, SYSTEM, wal, replication));
    }

    public Heartbeat without(long sequence, ServerState state) {
        return heartbeat(sequence, standing(0), new Heartbeat.Server(state, null, SYSTEM, null, null));
    }

    public Heartbeat fenced(long sequence, long term) {
        return heartbeat(sequence, standing(term), new Heartbeat.Server(ServerState.CRASHED, null, SYSTEM, null, null));
    }

    private static Heartbeat.Standing standing(long fenced) {
        return new Heartbeat.Standing(new Term(3), new Term(3), new Term(fenced), 7);
    }

    private Heartbeat heartbeat(long sequence, Heartbeat.Standing standing, Heartbeat.Server server) {
        return new Heartbeat(cluster, id, new Heartbeat.Beat(boot, sequence, 500), standing, server);
    }
}
