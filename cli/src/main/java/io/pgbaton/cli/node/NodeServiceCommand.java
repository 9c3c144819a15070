package io.pgbaton.cli.node;

import io.pgbaton.cli.member.NodeChoice;
import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.request.Errand;
import io.pgbaton.cli.request.NodeErrand;
import io.pgbaton.cli.request.Pursuit;
import io.pgbaton.cli.request.RequestOptions;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.ServiceAction;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pgbaton node service`: something is done to one server.
@Command(
        name = "service",
        description = {
            "Has a node's agent start, stop, restart or reload its server, or make a checkpoint. What is stopped stays "
                    + "down until it is started. The primary is only reloaded or checkpointed: to stop or restart it, "
                    + "make another node primary first, pgbaton standby switchover.",
            "Without --node-id it is the node of this host's agent.conf."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton node service --action=restart --cluster orders --node-id 3",
            "  pgbaton node service --action=reload -f /etc/pgbaton/agent.conf",
            "  pgbaton node service --list-actions"
        })
public final class NodeServiceCommand implements Verb {

    private final Session session;

    @Mixin
    private NodeChoice node = new NodeChoice();

    @Option(names = "--action", paramLabel = "ACTION", description = "start, stop, restart, reload or checkpoint")
    private @Nullable String action;

    @Option(names = "--checkpoint", description = "a checkpoint first, so that a stop or restart is short")
    private boolean checkpoint;

    @Option(names = "--list-actions", description = "say what each action does; nothing is done")
    private boolean list;

    @Mixin
    private RequestOptions options = new RequestOptions();

    public NodeServiceCommand(Session session) {
        this.session = session;
    }

    @Override
    public List<ExitCode> endings() {
        return List.of(ExitCode.LOCAL_COMMAND);
    }

    @Override
    public ExitCode call() {
        if (list) {
            Arrays.stream(ServiceAction.values())
                    .forEach(one -> session.screen().out().printf("%-10s  %s%n", one.word(), meaning(one)));
            return ExitCode.SUCCESS;
        }
        ServiceAction wanted = action();
        if (checkpoint && (wanted == ServiceAction.STOP || wanted == ServiceAction.RESTART)) {
            ExitCode first = run(ServiceAction.CHECKPOINT);
            if (first != ExitCode.SUCCESS) {
                return first;
            }
        }
        return run(wanted);
    }

    private ServiceAction action() {
        Optional<ServiceAction> wanted = Arrays.stream(ServiceAction.values())
                .filter(one -> one.word().equals(action))
                .findFirst();
        if ("promote".equals(action)) {
            throw CommandFailed.badConfig(
                    "--action=promote: use pgbaton standby switchover, or pgbaton standby promote when the primary is lost");
        }
        return wanted.orElseThrow(() -> CommandFailed.badConfig("--action is one of "
                + Arrays.stream(ServiceAction.values()).map(ServiceAction::word).collect(Collectors.joining(", "))));
    }

    private ExitCode run(ServiceAction wanted) {
        ClusterId cluster = session.requiredCluster();
        NodeId server = node.of(session);
        Errand errand = new Errand(
                wanted.word() + " of node " + server + " of " + cluster,
                cluster,
                new Request.ServeNode(server, wanted),
                Duration.ofMinutes(2));
        return new NodeErrand(errand, ExitCode.LOCAL_COMMAND, wanted.word() + " of node " + server)
                .run(new Pursuit(session, session.failover(), options));
    }

    private static String meaning(ServiceAction action) {
        return switch (action) {
            case START -> "a standby that was stopped runs again";
            case STOP -> "a standby is shut down and stays down until it is started";
            case RESTART -> "a standby is shut down and started";
            case RELOAD -> "a server reads its configuration again";
            case CHECKPOINT -> "a server writes a checkpoint; a standby a restartpoint";
        };
    }
}
