package io.pgbaton.agent.adopt;

import io.pgbaton.agent.config.RepmgrFile;
import io.pgbaton.contracts.adopt.Survey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything that was found out about one node under repmgr. `server` is the one that its repmgr.conf leads to.
public record Facts(RepmgrFile conf, List<Node> nodes, Server server, Access access) {

    public Facts {
        nodes = List.copyOf(nodes);
    }

    /// A row of `repmgr.nodes`. `conninfo` is without its password; `problem` says why its server could not be
    /// asked, null when it could.
    public record Node(
            Survey.Registered registered,
            String location,
            int priority,
            String conninfo,
            @Nullable String problem) {}

    /// The server beside repmgr. `version` is `server_version_num`; `settings` are those of `pg_settings` that this
    /// role may see.
    public record Server(int version, boolean standby, Map<String, String> settings, Streams streams, Launch launch) {

        public Server {
            settings = Map.copyOf(settings);
        }

        String setting(String name) {
            return settings.getOrDefault(name, "");
        }

        long number(String name) {
            String value = setting(name);
            return value.isEmpty() ? 0 : Long.parseLong(value);
        }

        boolean isOff(String name) {
            return setting(name).equals("off");
        }
    }

    /// Whether it receives, as a standby, and how many of its WAL senders are taken.
    public record Streams(boolean receives, long senders) {}

    /// How the running server was started: the program and its options, as `postmaster.opts` has them; `problem` says
    /// why that could not be read, null when it could.
    public record Launch(
            String program, List<String> options, @Nullable String problem) {

        public Launch {
            options = List.copyOf(options);
        }
    }

    /// What the role of `conninfo` may do, and how it gets in. The two problems are null when there is none: of a
    /// replication connection, and of a connection without the password that `conninfo` holds.
    public record Access(
            String role,
            boolean superuser,
            Set<Right> lacking,
            boolean passwordWritten,
            @Nullable String replicationProblem,
            @Nullable String passfileProblem) {

        public Access {
            lacking = Set.copyOf(lacking);
        }
    }

    Optional<Node> self() {
        return nodes.stream()
                .filter(node -> node.registered().id().value() == conf.nodeId())
                .findFirst();
    }

    boolean isWitness() {
        return self().filter(node -> !node.registered().hasServer()).isPresent();
    }

    /// The servers that are to take part, this one included.
    long servers() {
        return nodes.stream()
                .filter(node -> node.registered().active() && node.registered().hasServer())
                .count();
    }
}
