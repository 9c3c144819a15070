package io.pgbaton.cli.session;

import io.pgbaton.cli.check.Thresholds;
import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.service.Failover;
import io.pgbaton.cli.service.Monitor;
import io.pgbaton.cli.service.ServiceAddresses;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a verb works with. Nothing is read or connected before it is asked for.
public final class Session {

    private final GlobalOptions options;
    private final Surroundings surroundings;
    private Optional<AgentConf> agentConf = Optional.empty();
    private boolean hasLooked;

    public Session(GlobalOptions options, Surroundings surroundings) {
        this.options = options;
        this.surroundings = surroundings;
    }

    public Surroundings.Screen screen() {
        return surroundings.screen();
    }

    /// What the process was started with.
    public Map<String, String> environment() {
        return surroundings.environment();
    }

    /// The repmgr.conf that is meant: the option's file, else the one here, else the host's.
    public Path repmgrConf() {
        if (options.configFile != null) {
            return options.configFile;
        }
        return List.of(surroundings.directory().resolve("repmgr.conf"), Path.of("/etc/repmgr.conf")).stream()
                .filter(Files::isReadable)
                .findFirst()
                .orElseThrow(() ->
                        CommandFailed.badConfig("which repmgr.conf? there is none here nor in /etc: give it with -f"));
    }

    /// The cluster that the command names; a configuration file is not asked.
    public Optional<ClusterId> namedCluster() {
        return Optional.ofNullable(options.cluster).map(Session::parseCluster);
    }

    public Monitor monitor() {
        return new Monitor(addresses("monitor", options.monitorUrl, "http://127.0.0.1:8742"));
    }

    public Failover failover() {
        return new Failover(addresses("failover", options.failoverUrl, "http://127.0.0.1:8741"));
    }

    /// The cluster that is meant: the option's, else the configuration file's.
    public Optional<ClusterId> cluster() {
        return options.cluster == null
                ? agentConf().flatMap(AgentConf::cluster)
                : Optional.of(parseCluster(options.cluster));
    }

    public ClusterId requiredCluster() {
        return cluster()
                .orElseThrow(() -> CommandFailed.badConfig(
                        "which cluster? give --cluster NAME, or -f with this node's agent.conf"));
    }

    /// The node of this host's agent.conf, when that file is about the cluster that is meant.
    public Optional<NodeId> ownNode() {
        Optional<ClusterId> meant = cluster();
        return agentConf().filter(conf -> conf.cluster().equals(meant)).flatMap(AgentConf::node);
    }

    /// This host's configuration file, for what is about this host and nothing else.
    public AgentConf requiredAgentConf() {
        return agentConf()
                .orElseThrow(() -> CommandFailed.badConfig(
                        "no configuration file here: run this on the node's host, or give its agent.conf with -f"));
    }

    /// The limits of `node check`, by the configuration file.
    public Thresholds thresholds() {
        return agentConf().map(conf -> Thresholds.of(conf.settings())).orElse(Thresholds.USUAL);
    }

    /// The numbered node, else this host's.
    public NodeId nodeOrOwn(@Nullable Integer number) {
        if (number == null) {
            return ownNode()
                    .orElseThrow(() ->
                            CommandFailed.badConfig("which node? give --node-id N, or -f with that node's agent.conf"));
        }
        return parseNode(number);
    }

    public static NodeId parseNode(int number) {
        if (number < 1) {
            throw CommandFailed.badConfig("--node-id " + number + " is out of range: it is 1 or more");
        }
        return new NodeId(number);
    }

    /// Who asks, for the record: the person behind sudo, when that is known.
    public String operator() {
        String behindSudo = surroundings.environment().getOrDefault("SUDO_USER", "");
        return behindSudo.isEmpty() ? System.getProperty("user.name", "unknown") : behindSudo;
    }

    public boolean isTerse() {
        return options.terse;
    }

    /// A line on how a request goes, at once: somebody is watching. Not with `--quiet`.
    public void result(String line) {
        if (!options.isQuiet()) {
            surroundings.screen().out().println(line);
            surroundings.screen().out().flush();
        }
    }

    /// Part of a line of a terminal, drawn over by the next one. Not with `--quiet`.
    public void draw(String text) {
        if (!options.isQuiet()) {
            surroundings.screen().out().print(text);
            surroundings.screen().out().flush();
        }
    }

    /// A line on how the command goes; not with `--quiet`, and never on standard output, which is for results.
    public void progress(String line) {
        if (!options.isQuiet()) {
            surroundings.screen().err().println(line);
        }
    }

    /// A line for whoever wonders what is used.
    public void detail(String line) {
        if (options.isVerbose()) {
            surroundings.screen().err().println(line);
        }
    }

    public static ClusterId parseCluster(String name) {
        try {
            return new ClusterId(name);
        } catch (IllegalArgumentException e) {
            throw CommandFailed.badConfig(String.valueOf(e.getMessage()));
        }
    }

    private ServiceAddresses addresses(String service, @Nullable String option, String usual) {
        String variable = "PGBATON_" + service.toUpperCase(Locale.ROOT) + "_URL";
        String list = option == null ? surroundings.environment().getOrDefault(variable, usual) : option;
        detail(service + " service: " + list);
        return ServiceAddresses.parse(service, "--" + service + "-url", list);
    }

    private Optional<AgentConf> agentConf() {
        if (!hasLooked) {
            hasLooked = true;
            agentConf = findAgentConf();
            agentConf.ifPresent(conf -> detail("configuration file: " + conf.file()));
        }
        return agentConf;
    }

    private Optional<AgentConf> findAgentConf() {
        if (options.configFile != null) {
            return Optional.of(AgentConf.read(options.configFile));
        }
        Path here = surroundings.directory();
        // A file that only its owner may read is none of this user's business: it was not asked for.
        return List.of(
                        here.resolve("agent.conf"),
                        Path.of("/etc/pgbaton/agent.conf"),
                        here.resolve("repmgr.conf"),
                        Path.of("/etc/repmgr.conf"))
                .stream()
                .filter(Files::isReadable)
                .findFirst()
                .map(AgentConf::read);
    }
}
