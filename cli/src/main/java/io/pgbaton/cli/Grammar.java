package io.pgbaton.cli;

import io.pgbaton.cli.automation.ClusterAcceptLossCommand;
import io.pgbaton.cli.automation.ClusterAcknowledgeCommand;
import io.pgbaton.cli.automation.ServicePauseCommand;
import io.pgbaton.cli.automation.ServiceStatusCommand;
import io.pgbaton.cli.automation.ServiceUnpauseCommand;
import io.pgbaton.cli.cluster.ClusterEventCommand;
import io.pgbaton.cli.cluster.ClusterExplainCommand;
import io.pgbaton.cli.cluster.ClusterHistoryCommand;
import io.pgbaton.cli.cluster.ClusterShowCommand;
import io.pgbaton.cli.cluster.ClusterTopologyCommand;
import io.pgbaton.cli.cluster.ClusterWatchCommand;
import io.pgbaton.cli.cluster.ClusterWhatIfCommand;
import io.pgbaton.cli.completion.BashCompletionCommand;
import io.pgbaton.cli.completion.FishCompletionCommand;
import io.pgbaton.cli.completion.ZshCompletionCommand;
import io.pgbaton.cli.fleet.FleetShowCommand;
import io.pgbaton.cli.fleet.FleetWatchCommand;
import io.pgbaton.cli.member.PrimaryUnregisterCommand;
import io.pgbaton.cli.member.StandbyFollowCommand;
import io.pgbaton.cli.member.StandbyPromoteCommand;
import io.pgbaton.cli.member.StandbyRegisterCommand;
import io.pgbaton.cli.member.StandbyUnregisterCommand;
import io.pgbaton.cli.member.WitnessRegisterCommand;
import io.pgbaton.cli.member.WitnessUnregisterCommand;
import io.pgbaton.cli.node.NodeCheckCommand;
import io.pgbaton.cli.node.NodeRejoinCommand;
import io.pgbaton.cli.node.NodeServiceCommand;
import io.pgbaton.cli.node.NodeStatusCommand;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.primary.PrimaryRegisterCommand;
import io.pgbaton.cli.reach.ClusterCrosscheckCommand;
import io.pgbaton.cli.reach.ClusterMatrixCommand;
import io.pgbaton.cli.session.GlobalOptions;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.cli.standby.StandbyCloneCommand;
import io.pgbaton.cli.standby.StandbySwitchoverCommand;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// Which objects there are and what can be done with them.
final class Grammar {

    private static final List<ExitCode> COMMON =
            List.of(ExitCode.SUCCESS, ExitCode.BAD_CONFIG, ExitCode.CONNECTION, ExitCode.INTERNAL);

    private final Set<String> words;
    private final CommandLine root;

    private Grammar(GlobalOptions options, Set<String> words) {
        this.words = words;
        this.root = new CommandLine(options);
        helpOf(root.getCommandSpec())
                .footer(
                        "",
                        "Examples:",
                        "  pgbaton cluster show                              the whole fleet",
                        "  pgbaton cluster show orders                       one cluster, its nodes and its issues",
                        "  pgbaton cluster event --cluster orders            what happened lately",
                        "  pgbaton standby switchover --cluster orders       the best standby becomes primary",
                        "  pgbaton standby switchover --help                 all about one command");
        endings(root.getCommandSpec(), Set.of(ExitCode.values()));
    }

    /// `words` are the command's: reading the options of all verbs would cost more than everything else in a start,
    /// so only the verbs of an object that occurs in them are made.
    static CommandLine of(GlobalOptions options, Session session, Set<String> words) {
        return new Grammar(options, words)
                .object(
                        "cluster",
                        "a cluster, or the whole fleet: show, topology, watch, event, history, explain, what-if, matrix, crosscheck, acknowledge, accept-loss",
                        List.of(
                                () -> new ClusterShowCommand(session),
                                () -> new ClusterTopologyCommand(session),
                                () -> new ClusterWatchCommand(session),
                                () -> new ClusterEventCommand(session),
                                () -> new ClusterHistoryCommand(session),
                                () -> new ClusterExplainCommand(session),
                                () -> new ClusterWhatIfCommand(session),
                                () -> new ClusterMatrixCommand(session),
                                () -> new ClusterCrosscheckCommand(session),
                                () -> new ClusterAcknowledgeCommand(session),
                                () -> new ClusterAcceptLossCommand(session)))
                .object(
                        "completion",
                        "completion for a shell: bash, zsh, fish",
                        List.of(
                                () -> new BashCompletionCommand(session, () -> whole(session)),
                                () -> new ZshCompletionCommand(session, () -> whole(session)),
                                () -> new FishCompletionCommand(session, () -> whole(session))))
                .object(
                        "fleet",
                        "all clusters, a line each: show, watch",
                        List.of(() -> new FleetShowCommand(session), () -> new FleetWatchCommand(session)))
                .object(
                        "node",
                        "one node: status, check, rejoin, service",
                        List.of(
                                () -> new NodeStatusCommand(session),
                                () -> new NodeCheckCommand(session),
                                () -> new NodeRejoinCommand(session),
                                () -> new NodeServiceCommand(session)))
                .object(
                        "primary",
                        "the primary of a cluster: register, unregister",
                        List.of(() -> new PrimaryRegisterCommand(session), () -> new PrimaryUnregisterCommand(session)))
                .object(
                        "service",
                        "what pgbaton does by itself: status, pause, unpause",
                        List.of(
                                () -> new ServiceStatusCommand(session),
                                () -> new ServicePauseCommand(session),
                                () -> new ServiceUnpauseCommand(session)))
                .object(
                        "standby",
                        "the standbys of a cluster: clone, register, unregister, promote, follow, switchover",
                        List.of(
                                () -> new StandbyCloneCommand(session),
                                () -> new StandbyRegisterCommand(session),
                                () -> new StandbyUnregisterCommand(session),
                                () -> new StandbyPromoteCommand(session),
                                () -> new StandbyFollowCommand(session),
                                () -> new StandbySwitchoverCommand(session)))
                .object(
                        "witness",
                        "the witnesses of a cluster: register, unregister",
                        List.of(() -> new WitnessRegisterCommand(session), () -> new WitnessUnregisterCommand(session)))
                .root;
    }

    private static CommandLine whole(Session session) {
        Set<String> objects =
                of(new GlobalOptions(), session, Set.of()).getSubcommands().keySet();
        return of(new GlobalOptions(), session, objects);
    }

    private Grammar object(String name, String description, List<Supplier<Verb>> verbs) {
        CommandLine object = new CommandLine(CommandSpec.create());
        object.getCommandSpec().usageMessage().description(description);
        helpOf(object.getCommandSpec());
        // Into the root first: a command inherits options only from where it already hangs.
        root.addSubcommand(name, object);
        for (Supplier<Verb> maker : words.contains(name) ? verbs : List.<Supplier<Verb>>of()) {
            Verb verb = maker.get();
            CommandLine line = new CommandLine(verb);
            object.addSubcommand(line);
            helpOf(line.getCommandSpec());
            Set<ExitCode> codes = new LinkedHashSet<>(COMMON);
            codes.addAll(verb.endings());
            endings(line.getCommandSpec(), codes);
        }
        return this;
    }

    private static UsageMessageSpec helpOf(CommandSpec command) {
        return command.usageMessage()
                .width(100)
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .optionListHeading("%nOptions:%n")
                .parameterListHeading("%n")
                .commandListHeading("%nCommands:%n");
    }

    private static void endings(CommandSpec command, Set<ExitCode> codes) {
        Map<String, String> list = new LinkedHashMap<>();
        codes.stream()
                .sorted()
                .forEach(code -> list.merge(
                        String.valueOf(code.code()), code.meaning(), (first, second) -> first + "; " + second));
        command.usageMessage().exitCodeListHeading("%nExit status:%n").exitCodeList(list);
    }
}
