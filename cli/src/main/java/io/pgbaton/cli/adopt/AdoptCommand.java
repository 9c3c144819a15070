package io.pgbaton.cli.adopt;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.request.RequestOptions;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pgbaton adopt`: takes a node, and in the end its cluster, over from repmgr.
@Command(
        name = "adopt",
        description = {
            "Takes a running repmgr cluster over without restarting PostgreSQL.",
            "On each node's host it looks at the node and its cluster, says what has to be mended and why, and writes "
                    + "agent.conf. That changes nothing that runs: repmgrd goes on, and --undo takes it back.",
            "When repmgrd is stopped and the agents run, --finish registers the primary; the standbys join. Run it as "
                    + "root or as the user that owns the data directory. -f is the node's repmgr.conf."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton adopt -f /etc/repmgr.conf --dry-run",
            "  pgbaton adopt -f /etc/repmgr.conf --cluster orders --bus kafka-1:9092,kafka-2:9092",
            "  pgbaton adopt -f /etc/repmgr.conf --undo",
            "  pgbaton adopt -f /etc/repmgr.conf --finish --failover-url http://services:8741"
        })
public final class AdoptCommand implements Verb {

    private final Session session;

    @Option(names = "--bus", paramLabel = "HOST:PORT[,...]", description = "Kafka's bootstrap servers, for agent.conf")
    private @Nullable String bus;

    @Option(
            names = "--http-listen",
            paramLabel = "HOST:PORT",
            description = "where the agent answers; the host of conninfo and 8008 unless told")
    private @Nullable String httpListen;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "holds the cluster's secret, the same on every node (openssl rand -hex 32)")
    private @Nullable Path secretFile;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            defaultValue = "/etc/pgbaton/agent.conf",
            description = "the agent.conf to write (${DEFAULT-VALUE})")
    private Path output = Path.of("/etc/pgbaton/agent.conf");

    @Option(names = "--force", description = "overwrite, or with --undo remove, a file that adopt has not made")
    private boolean force;

    @Option(
            names = "--undo",
            description = "take agent.conf away again; repmgr goes on. Until --finish, while the agent does not run")
    private boolean undo;

    @Option(names = "--finish", description = "register the primary, once, when repmgrd is stopped and the agents run")
    private boolean finish;

    @Mixin
    private RequestOptions options = new RequestOptions();

    public AdoptCommand(Session session) {
        this.session = session;
    }

    @Override
    public List<ExitCode> endings() {
        return List.of(ExitCode.PROMOTION_FAIL, ExitCode.ISSUES_FOUND);
    }

    @Override
    public ExitCode call() {
        if (undo && finish) {
            throw CommandFailed.badConfig("--undo and --finish cannot be given together");
        }
        Site site = Site.of(session, output);
        if (undo) {
            return new Undoing(session, site, options, force).call();
        }
        return finish
                ? new Finishing(session, site, options).call()
                : new Preparing(session, site, options, new Preparing.Wishes(bus, httpListen, secretFile, force))
                        .call();
    }
}
