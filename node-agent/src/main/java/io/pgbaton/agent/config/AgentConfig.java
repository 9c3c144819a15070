package io.pgbaton.agent.config;

import io.pgbaton.agent.lease.LeaseRules;
import io.pgbaton.contracts.CloneOptions;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything the agent is told, grouped by what it is for. Read with [AgentFile].
public record AgentConfig(Node node, Server server, Bus bus, Local local, Timing timing) {

    /// Who this node is. `upstream` is the standby it is to stream from; empty: the primary. A `witness` has no
    /// server.
    public record Node(
            ClusterId cluster,
            NodeId id,
            String name,
            Conninfo conninfo,
            Election election,
            Optional<NodeId> upstream,
            boolean witness) {}

    public record Election(int priority, String location, boolean automatic, Validation validation) {}

    /// A shell command that is asked before this node may be chosen, empty for none, and how long it may take.
    public record Validation(String command, Duration timeout) {}

    /// The PostgreSQL server beside the agent, how its programs are called, and the PgBouncer that this agent
    /// drives.
    public record Server(
            Path dataDirectory,
            Optional<Path> binaries,
            String ctlOptions,
            Replication replication,
            Optional<Pooler> pooler) {}

    /// A PgBouncer: its admin console, the file of its `[databases]` that the agent writes, and what stands in it.
    public record Pooler(Conninfo console, Path databaseFile, List<String> databases) {}

    /// How standbys are fed and refilled. `user` streams; `cloneAllowed` allows a new base backup when rewinding
    /// is impossible; `applyDelay` is PostgreSQL's `recovery_min_apply_delay`.
    public record Replication(
            String user,
            Optional<Path> passfile,
            boolean slots,
            boolean cloneAllowed,
            Optional<String> applyDelay,
            Cloning cloning) {}

    /// How another server is copied: further options of `pg_basebackup`, where tablespaces go, and the backups that
    /// are restored instead.
    public record Cloning(String baseBackupOptions, Map<Path, Path> tablespaces, Optional<Backups> backups) {}

    /// Backups of this cluster: `name` is pgBackRest's stanza, or the server as Barman knows it; `file` is the tool's
    /// configuration, empty for its own default.
    public record Backups(CloneOptions.Tool tool, String name, Optional<Path> file) {}

    /// Kafka's bootstrap servers, and where others reach this agent's HTTP.
    public record Bus(String bootstrap, String advertisedUrl) {}

    /// What stays on this host: the agent's own files, its HTTP address and what signs requests to it, its log,
    /// and whether a guard watches.
    public record Local(
            Path stateDirectory,
            String httpHost,
            int httpPort,
            ClusterSecret secret,
            Logging logging,
            boolean guarded) {

        /// Only this host reaches the agent's HTTP.
        public boolean isLoopback() {
            return httpHost.equals("localhost") || httpHost.startsWith("127.") || httpHost.equals("[::1]");
        }
    }

    public record Logging(String level, Optional<Path> file) {}

    /// `hang` is how long a query may stay unanswered, `write` how long a commit may stay unwritten.
    public record Timing(Duration heartbeat, Duration lease, Duration hang, Duration write, Patience patience) {
        public LeaseRules leaseRules() {
            return LeaseRules.of(lease, heartbeat);
        }
    }

    /// How long each move may take.
    public record Patience(Duration promote, Duration follow, Duration rejoin, Duration shutdown) {}

    /// A configuration and what was odd about it, one line each.
    public record Loaded(AgentConfig config, List<String> warnings) {}
}
