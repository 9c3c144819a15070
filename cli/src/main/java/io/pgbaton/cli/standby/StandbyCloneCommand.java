package io.pgbaton.cli.standby;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.request.Errand;
import io.pgbaton.cli.request.NodeErrand;
import io.pgbaton.cli.request.Pursuit;
import io.pgbaton.cli.request.RequestOptions;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.CloneOptions;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Request;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pgbaton standby clone`: fills an empty data directory from the primary.
@Command(
        name = "clone",
        description = {
            "Fills a node's empty data directory from the primary, from another standby, or from a backup of pgBackRest"
                    + " or Barman, starts it as a standby and makes it a member of "
                    + "the cluster. Its agent must be running; no connection options are needed, it knows the primary.",
            "Without --node-id it is the node of this host's agent.conf."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton standby clone -f /etc/pgbaton/agent.conf",
            "  pgbaton standby clone --cluster orders --node-id 3 --wait 7200",
            "  pgbaton standby clone --cluster orders --node-id 4 --upstream-node-id 2 --verify-backup",
            "  pgbaton standby clone --cluster orders --node-id 4 --from pg_basebackup"
        })
public final class StandbyCloneCommand implements Verb {

    private final Session session;

    @Option(names = "--node-id", paramLabel = "N", description = "the node, as its agent.conf numbers it")
    private @Nullable Integer nodeId;

    @Option(
            names = "--upstream-node-id",
            paramLabel = "N",
            description = "copy this standby instead of the primary, and stream from it")
    private @Nullable Integer upstream;

    @Option(
            names = {"-c", "--fast-checkpoint"},
            description = "do not wait for the next checkpoint, whatever pg_basebackup_options say")
    private boolean fastCheckpoint;

    @Option(names = "--verify-backup", description = "check the copy with pg_verifybackup before it is started")
    private boolean verify;

    @Option(
            names = "--from",
            paramLabel = "TOOL",
            description = "pg_basebackup, or pgbackrest or barman, whichever agent.conf of the node names backups of"
                    + " (those, unless said)")
    private @Nullable String from;

    @Option(names = "--without-barman", description = "the same as --from pg_basebackup")
    private boolean withoutBarman;

    @Option(
            names = "--copy-external-config-files",
            arity = "0..1",
            fallbackValue = "samepath",
            paramLabel = "PLACE",
            description = "copy configuration files that lie outside of the data directory, too: to the same path"
                    + " (samepath, unless said), or into the data directory (pgdata)")
    private @Nullable String externalFiles;

    @Mixin
    private RequestOptions options = new RequestOptions();

    public StandbyCloneCommand(Session session) {
        this.session = session;
    }

    @Override
    public List<ExitCode> endings() {
        return List.of(ExitCode.BAD_BASEBACKUP);
    }

    @Override
    public ExitCode call() {
        ClusterId cluster = session.requiredCluster();
        NodeId node = session.nodeOrOwn(nodeId);
        CloneOptions how =
                new CloneOptions(fastCheckpoint ? true : null, verify ? true : null, externalFilesPlace(), tool());
        Errand errand = new Errand(
                "clone of node " + node + " of " + cluster,
                cluster,
                new Request.CloneStandby(
                        node, upstream == null ? null : Session.parseNode(upstream), how.areNone() ? null : how),
                Duration.ofHours(1));
        return new NodeErrand(errand, ExitCode.BAD_BASEBACKUP, "node " + node + " is a standby of " + cluster)
                .run(new Pursuit(session, session.failover(), options));
    }

    private CloneOptions.@Nullable Tool tool() {
        if (withoutBarman && from != null && !from.equals("pg_basebackup")) {
            throw CommandFailed.badConfig("--without-barman and --from " + from + " contradict each other: say one");
        }
        if (from == null) {
            return withoutBarman ? CloneOptions.Tool.PG_BASEBACKUP : null;
        }
        return Stream.of(CloneOptions.Tool.values())
                .filter(tool -> tool.program().equals(from))
                .findFirst()
                .orElseThrow(() ->
                        CommandFailed.badConfig("--from " + from + ": it is pg_basebackup, pgbackrest or barman"));
    }

    private CloneOptions.@Nullable ExternalFiles externalFilesPlace() {
        return switch (externalFiles) {
            case null -> null;
            case "samepath" -> CloneOptions.ExternalFiles.SAMEPATH;
            case "pgdata" -> CloneOptions.ExternalFiles.PGDATA;
            default ->
                throw CommandFailed.badConfig(
                        "--copy-external-config-files " + externalFiles + ": it is samepath or pgdata");
        };
    }
}
