package io.pgbaton.agent.config;

import io.pgbaton.agent.lease.LeaseRules;
import io.pgbaton.contracts.CloneOptions;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns an agent's configuration file into an [AgentConfig], or into one line that says what is wrong with it.
/// Names, defaults and meanings are repmgr's where it has them; `failover` alone defaults to `automatic` here.
public final class AgentFile {

    /// What has a meaning here, or to the command line, which reads the limits of its checks and how an agent is
    /// started. Other names get a warning.
    private static final List<String> KNOWN = List.of(("node_id node_name conninfo data_directory cluster bus"
                    + " http_listen advertised_url cluster_secret state_directory heartbeat_interval lease hang_timeout"
                    + " write_timeout pg_bindir"
                    + " pg_ctl_options replication_user passfile priority location failover promote_check_timeout"
                    + " standby_follow_timeout node_rejoin_timeout shutdown_check_timeout pg_basebackup_options"
                    + " use_replication_slots rejoin_by_clone tablespace_mapping recovery_min_apply_delay"
                    + " pgbackrest_stanza pgbackrest_config barman_server barman_config"
                    + " upstream_node_id witness failover_validation_command"
                    + " pgbouncer pgbouncer_database_file pgbouncer_databases failover_validation_timeout log_level log_file guard watchdog"
                    + " replication_lag_warning replication_lag_critical archive_ready_warning archive_ready_critical"
                    + " agent_service_start_command agent_service_stop_command")
            .split(" "));

    private final Settings settings;

    private AgentFile(Settings settings) {
        this.settings = settings;
    }

    public static AgentConfig.Loaded load(Path file) {
        AgentFile reading = new AgentFile(new Settings(ConfFile.read(file)));
        AgentConfig.Node node = reading.node();
        AgentConfig config = new AgentConfig(
                node, reading.server(node.conninfo()), reading.bus(), reading.local(node), reading.timing());
        List<String> warnings = new ArrayList<>(reading.settings.unknown(KNOWN));
        if (!config.local().secret().isSet() && !config.local().isLoopback()) {
            warnings.add("cluster_secret is not set and http_listen is on the network: this node grants no primary its"
                    + " lease, so an outage of Kafka stops the primary; set it on every node of the cluster");
        }
        if (config.server().replication().applyDelay().isPresent()
                && node.election().automatic()
                && node.election().priority() > 0) {
            warnings.add("recovery_min_apply_delay is set and priority is not 0: this node may be promoted, and has to"
                    + " replay all that it held back first; set priority = 0");
        }
        return new AgentConfig.Loaded(config, warnings);
    }

    private AgentConfig.Node node() {
        int id = settings.requiredNumber("node_id", 1);
        String name = settings.required("node_name", "the unique name of this node");
        if (name.length() > 63) {
            throw settings.wrong("node_name", "at most 63 characters");
        }
        AgentConfig.Election election = new AgentConfig.Election(
                settings.number("priority", 0, 100),
                settings.text("location", "default"),
                settings.oneOf("failover", "automatic", "automatic", "manual").equals("automatic"),
                validation());
        return new AgentConfig.Node(cluster(), new NodeId(id), name, conninfo(), election, upstream(id), isWitness());
    }

    private boolean isWitness() {
        return settings.yesNo("witness", false);
    }

    private Optional<NodeId> upstream(int own) {
        if (settings.text("upstream_node_id").isEmpty()) {
            return Optional.empty();
        }
        int upstream = settings.requiredNumber("upstream_node_id", 1);
        if (upstream == own) {
            throw settings.wrong("upstream_node_id", "the node_id of another node");
        }
        return Optional.of(new NodeId(upstream));
    }

    private AgentConfig.Validation validation() {
        return new AgentConfig.Validation(
                settings.text("failover_validation_command", ""),
                settings.duration(
                        "failover_validation_timeout",
                        Duration.ofSeconds(5),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(60)));
    }

    private ClusterId cluster() {
        String name = settings.required("cluster", "the name of the replication cluster this node belongs to");
        try {
            return new ClusterId(name);
        } catch (IllegalArgumentException e) {
            throw settings.wrong("cluster", "1 to 63 of a-z, 0-9, _ and -, beginning with a letter or digit");
        }
    }

    private Conninfo conninfo() {
        if (isWitness() && settings.text("conninfo").isEmpty()) {
            return new Conninfo(Map.of());
        }
        String text = settings.required("conninfo", "how every node reaches this server, host=... port=... user=...");
        try {
            Conninfo conninfo = Conninfo.parse(text);
            if (conninfo.port() > 0 && conninfo.port() < 65536) {
                return conninfo;
            }
        } catch (IllegalArgumentException e) {
            // never shown: the text may hold a password
        }
        throw new ConfigProblem(
                "conninfo: a libpq connection string is expected: keyword=value pairs or postgresql://");
    }

    private AgentConfig.Server server(Conninfo own) {
        AgentConfig.Replication replication = new AgentConfig.Replication(
                settings.text("replication_user", own.user()),
                settings.text("passfile").map(Path::of),
                settings.yesNo("use_replication_slots", false),
                settings.yesNo("rejoin_by_clone", true),
                applyDelay(),
                new AgentConfig.Cloning(settings.text("pg_basebackup_options", ""), tablespaces(), backups()));
        Path data = Path.of(
                isWitness() ? "/nonexistent" : settings.required("data_directory", "the server's data directory"));
        if (!data.isAbsolute()) {
            throw settings.wrong("data_directory", "an absolute path");
        }
        Optional<Path> binaries = settings.text("pg_bindir").map(Path::of);
        return new AgentConfig.Server(
                data.normalize(), binaries, settings.text("pg_ctl_options", ""), replication, pooler());
    }

    /// A number without a unit is PostgreSQL's: milliseconds.
    private Optional<String> applyDelay() {
        Optional<String> delay = settings.text("recovery_min_apply_delay");
        if (delay.isPresent() && !delay.get().matches("\\d{1,9}\\s*(ms|s|min|h|d)?")) {
            throw settings.wrong("recovery_min_apply_delay", "a duration of PostgreSQL's, such as 30min or 1h");
        }
        return delay;
    }

    private Map<Path, Path> tablespaces() {
        Map<Path, Path> places = new LinkedHashMap<>();
        for (String pair : settings.text("tablespace_mapping")
                .map(text -> text.split(",", -1))
                .orElse(new String[0])) {
            String[] sides = pair.strip().split("=", -1);
            if (sides.length != 2 || !sides[0].startsWith("/") || !sides[1].startsWith("/")) {
                throw settings.wrong("tablespace_mapping", "OLD=NEW[,OLD=NEW], absolute paths");
            }
            places.put(Path.of(sides[0]).normalize(), Path.of(sides[1]).normalize());
        }
        return places;
    }

    private Optional<AgentConfig.Backups> backups() {
        Optional<AgentConfig.Backups> pgbackrest =
                backups(CloneOptions.Tool.PGBACKREST, "pgbackrest_stanza", "pgbackrest_config");
        Optional<AgentConfig.Backups> barman = backups(CloneOptions.Tool.BARMAN, "barman_server", "barman_config");
        if (pgbackrest.isPresent() && barman.isPresent()) {
            throw new ConfigProblem("pgbackrest_stanza and barman_server are both set: a clone is restored from one"
                    + " of them, so take one out");
        }
        return pgbackrest.or(() -> barman);
    }

    private Optional<AgentConfig.Backups> backups(CloneOptions.Tool tool, String nameSetting, String fileSetting) {
        Optional<String> name = settings.text(nameSetting);
        Optional<Path> file = settings.text(fileSetting).map(Path::of);
        if (file.isPresent() && name.isEmpty()) {
            throw settings.wrong(fileSetting, "set together with " + nameSetting);
        }
        if (file.filter(path -> !path.isAbsolute()).isPresent()) {
            throw settings.wrong(fileSetting, "an absolute path");
        }
        // it is written into restore_command, which a shell reads
        if (name.filter(text -> !text.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")).isPresent()) {
            throw settings.wrong(nameSetting, "a name of letters, digits, _, . and -");
        }
        if (file.filter(path -> !path.toString().matches("[A-Za-z0-9_./-]+")).isPresent()) {
            throw settings.wrong(fileSetting, "a path of letters, digits, _, ., / and -");
        }
        return name.map(text -> new AgentConfig.Backups(tool, text, file));
    }

    private static Conninfo console(String text) {
        try {
            return Conninfo.parse(text);
        } catch (IllegalArgumentException e) {
            // never shown: the text may hold a password
            throw new ConfigProblem("pgbouncer: a libpq connection string of its admin console is expected");
        }
    }

    private Optional<AgentConfig.Pooler> pooler() {
        Optional<String> console = settings.text("pgbouncer");
        if (console.isEmpty()) {
            return Optional.empty();
        }
        Path file = Path.of(settings.required(
                "pgbouncer_database_file", "the file with PgBouncer's [databases], which the agent writes"));
        if (!file.isAbsolute()) {
            throw settings.wrong("pgbouncer_database_file", "an absolute path");
        }
        List<String> databases = List.of(settings.required("pgbouncer_databases", "the databases PgBouncer offers")
                .split("\\s*,\\s*"));
        if (!databases.stream().allMatch(name -> name.matches("[A-Za-z_][A-Za-z0-9_$]*"))) {
            throw settings.wrong("pgbouncer_databases", "names of databases, with commas between them");
        }
        return Optional.of(new AgentConfig.Pooler(console(console.get()), file, databases));
    }

    private AgentConfig.Bus bus() {
        String bootstrap = settings.required("bus", "Kafka's bootstrap servers, host:port[,host:port]");
        if (!bootstrap.matches("[^:,\\s]+:\\d{1,5}(\\s*,\\s*[^:,\\s]+:\\d{1,5})*")) {
            throw settings.wrong("bus", "host:port[,host:port]");
        }
        return new AgentConfig.Bus(bootstrap, settings.text("advertised_url", "http://" + listen()));
    }

    private String listen() {
        return settings.text("http_listen", "127.0.0.1:8008");
    }

    private AgentConfig.Local local(AgentConfig.Node node) {
        String listen = listen();
        if (!listen.matches(".+:\\d{1,5}")) {
            throw settings.wrong("http_listen", "address:port");
        }
        int colon = listen.lastIndexOf(':');
        Path state = Path.of(settings.text("state_directory", "/var/lib/pgbaton/" + node.cluster() + "-" + node.id()));
        AgentConfig.Logging logging = new AgentConfig.Logging(
                settings.oneOf(
                        "log_level", "INFO", "DEBUG", "INFO", "NOTICE", "WARNING", "ERROR", "ALERT", "CRIT", "EMERG"),
                settings.text("log_file").map(Path::of));
        return new AgentConfig.Local(
                state,
                listen.substring(0, colon),
                Integer.parseInt(listen.substring(colon + 1)),
                secret(),
                logging,
                settings.yesNo("guard", true) && !isWitness());
    }

    private ClusterSecret secret() {
        String secret = settings.text("cluster_secret", "");
        if (!secret.isEmpty() && secret.length() < ClusterSecret.SHORTEST) {
            // its text is never shown
            throw new ConfigProblem("cluster_secret: at least " + ClusterSecret.SHORTEST
                    + " characters, the same on every node of the cluster");
        }
        return new ClusterSecret(secret);
    }

    private AgentConfig.Timing timing() {
        AgentConfig.Patience patience = new AgentConfig.Patience(
                timeout("promote_check_timeout", 60),
                timeout("standby_follow_timeout", 30),
                timeout("node_rejoin_timeout", 60),
                timeout("shutdown_check_timeout", 60));
        AgentConfig.Timing timing = new AgentConfig.Timing(
                settings.duration(
                        "heartbeat_interval", Duration.ofMillis(500), Duration.ofMillis(50), Duration.ofMinutes(1)),
                settings.duration("lease", Duration.ofSeconds(3), LeaseRules.SHORTEST, Duration.ofMinutes(5)),
                settings.duration("hang_timeout", Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofMinutes(5)),
                settings.duration(
                        "write_timeout", Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMinutes(5)),
                patience);
        // two heartbeats in a row may be lost without the lease ending
        if (timing.heartbeat().multipliedBy(3).compareTo(timing.lease()) > 0) {
            throw settings.wrong("heartbeat_interval", "at most a third of lease");
        }
        return timing;
    }

    private Duration timeout(String name, int seconds) {
        return settings.duration(name, Duration.ofSeconds(seconds), Duration.ofSeconds(1), Duration.ofDays(1));
    }
}
