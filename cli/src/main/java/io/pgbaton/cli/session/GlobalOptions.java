package io.pgbaton.cli.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options that stand before or after any verb.
@Command(name = "pgbaton", description = "Shows and moves the primaries of a fleet of PostgreSQL clusters.")
public final class GlobalOptions {

    @Option(
            names = {"-f", "--config-file"},
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "this node's agent.conf: gives cluster and node. Without it: ./agent.conf, "
                    + "/etc/pgbaton/agent.conf, ./repmgr.conf, /etc/repmgr.conf")
    @Nullable
    Path configFile;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "the cluster that is meant")
    @Nullable
    String cluster;

    @Option(
            names = "--monitor-url",
            paramLabel = "URL[,URL]",
            scope = ScopeType.INHERIT,
            description = "the monitor service, several tried in turn (PGBATON_MONITOR_URL; http://127.0.0.1:8742)")
    @Nullable
    String monitorUrl;

    @Option(
            names = "--failover-url",
            paramLabel = "URL[,URL]",
            scope = ScopeType.INHERIT,
            description = "the failover service, several tried in turn (PGBATON_FAILOVER_URL; http://127.0.0.1:8741)")
    @Nullable
    String failoverUrl;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "errors and results only, no progress")
    boolean quiet;

    @Option(
            names = {"-t", "--terse"},
            scope = ScopeType.INHERIT,
            description = "no lists of issues and no hints")
    boolean terse;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "say also which file and which services are used")
    boolean verbose;

    @Option(
            names = {"-L", "--log-level"},
            paramLabel = "LEVEL",
            scope = ScopeType.INHERIT,
            description = "repmgr's: DEBUG is --verbose, WARNING and above --quiet, what is between is as usual")
    @Nullable
    Level level;

    /// repmgr's, in its order.
    enum Level {
        DEBUG,
        INFO,
        NOTICE,
        WARNING,
        ERROR,
        ALERT,
        CRIT,
        EMERG
    }

    @Option(
            names = {
                "-d",
                "--dbname",
                "-h",
                "--host",
                "-p",
                "--port",
                "-U",
                "--username",
                "-R",
                "--remote-user",
                "-D",
                "--pgdata",
                "-b",
                "--pg_bindir"
            },
            hidden = true,
            scope = ScopeType.INHERIT,
            description = "repmgr's: by what it reaches a server")
    List<String> connection = new ArrayList<>();

    @Option(
            names = "--dump-config",
            description = "without a command: what the configuration file says, name|value, secrets hidden")
    boolean dumpConfig;

    @Option(names = "--version-number", description = "without a command: the version as a number, 1.2.3 as 10203")
    boolean versionNumber;

    @Option(
            names = {"-?", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "this text")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            scope = ScopeType.INHERIT,
            description = "pgbaton's version")
    boolean version;

    boolean isQuiet() {
        return quiet || (level != null && level.compareTo(Level.WARNING) >= 0);
    }

    boolean isVerbose() {
        return verbose || level == Level.DEBUG;
    }

    /// A word on options of repmgr that have nothing to do here.
    public void remark(Session session) {
        if (!connection.isEmpty()) {
            session.progress("-d, -h, -p, -U, -R, -D, -b: not needed, nothing connects to a server from here; -f,"
                    + " --cluster and --node-id say which is meant");
        }
    }

    public boolean isDumpConfig() {
        return dumpConfig;
    }

    public boolean isVersionNumber() {
        return versionNumber;
    }
}
