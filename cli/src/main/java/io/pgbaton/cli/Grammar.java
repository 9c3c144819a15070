package io.pgbaton.cli;

import io.pgbaton.cli.adopt.AdoptCommand;
import io.pgbaton.cli.automation.ClusterAcceptLossCommand;
import io.pgbaton.cli.automation.ClusterAcknowledgeCommand;
import io.pgbaton.cli.automation.ServicePauseCommand;
import io.pgbaton.cli.automation.ServiceStatusCommand;
import io.pgbaton.cli.automation.ServiceUnpauseCommand;
import io.pgbaton.cli.cluster.ClusterCleanupCommand;
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
import io.pgbaton.cli.daemon.DaemonStartCommand;
import io.pgbaton.cli.daemon.DaemonStopCommand;
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
import io.pgbaton.cli.primary.PrimaryRegisterCommand;
import io.pgbaton.cli.reach.ClusterCrosscheckCommand;
import io.pgbaton.cli.reach.ClusterMatrixCommand;
import io.pgbaton.cli.session.GlobalOptions;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.cli.standby.StandbyCloneCommand;
import io.pgbaton.cli.standby.StandbySwitchoverCommand;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// Which objects there are and what can be done with them.
final class Grammar {

    private final Session session;
    private final Predicate<String> wanted;
    private final CommandLine root;

    private Grammar(GlobalOptions options, Session session, Predicate<String> wanted) {
        this.session = session;
        this.wanted = wanted;
        this.root = new CommandLine(options);
    }

    /// All of it, with its help: for completion, and to say what is wrong with a command.
    static CommandLine whole(GlobalOptions options, Session session) {
        return Help.dress(new Grammar(options, session, name -> true).objects());
    }

    /// Only the objects and verbs that occur in `words`, without help: reading the options of all verbs would cost
    /// more than everything else in a start.
    static CommandLine named(Set<String> words, GlobalOptions options, Session session) {
        return new Grammar(options, session, words::contains).objects();
    }

    /// A verb; `also` are the aliases that its command declares.
    private record Entry(String name, Function<Session, Verb> maker, List<String> also, boolean hidden) {

        Entry(String name, Function<Session, Verb> maker, String... also) {
            this(name, maker, List.of(also), false);
        }

        /// Left out of help: another object's verb, which repmgr has here, too.
        static Entry alias(String name, Function<Session, Verb> maker) {
            return new Entry(name, maker, List.of(), true);
        }

        boolean isAny(Predicate<String> wanted) {
            return wanted.test(name) || also.stream().anyMatch(wanted);
        }
    }

    private CommandLine objects() {
        if (wanted.test("adopt")) {
            root.addSubcommand("adopt", new CommandLine(new AdoptCommand(session)));
        }
        object(
                "cluster",
                "a cluster, or the whole fleet: show, topology, watch, event, cleanup, history, explain, what-if, matrix, crosscheck, acknowledge, accept-loss",
                new Entry("show", ClusterShowCommand::new),
                new Entry("topology", ClusterTopologyCommand::new),
                new Entry("watch", ClusterWatchCommand::new),
                new Entry("event", ClusterEventCommand::new, "events"),
                new Entry("cleanup", ClusterCleanupCommand::new),
                new Entry("history", ClusterHistoryCommand::new),
                new Entry("explain", ClusterExplainCommand::new),
                new Entry("what-if", ClusterWhatIfCommand::new),
                new Entry("matrix", ClusterMatrixCommand::new),
                new Entry("crosscheck", ClusterCrosscheckCommand::new),
                new Entry("acknowledge", ClusterAcknowledgeCommand::new),
                new Entry("accept-loss", ClusterAcceptLossCommand::new));
        object(
                "completion",
                "completion for a shell: bash, zsh, fish",
                new Entry("bash", mine -> new BashCompletionCommand(mine, () -> whole(new GlobalOptions(), mine))),
                new Entry("zsh", mine -> new ZshCompletionCommand(mine, () -> whole(new GlobalOptions(), mine))),
                new Entry("fish", mine -> new FishCompletionCommand(mine, () -> whole(new GlobalOptions(), mine))));
        object(
                "daemon",
                "the agent of this host: start, stop; and as repmgr has them, the verbs of service",
                new Entry("start", DaemonStartCommand::new),
                new Entry("stop", DaemonStopCommand::new),
                new Entry("status", ServiceStatusCommand::new),
                new Entry("pause", ServicePauseCommand::new),
                new Entry("unpause", ServiceUnpauseCommand::new, "resume"));
        object(
                "fleet",
                "all clusters, a line each: show, watch",
                new Entry("show", FleetShowCommand::new),
                new Entry("watch", FleetWatchCommand::new));
        object(
                "node",
                "one node: status, check, rejoin, service",
                new Entry("status", NodeStatusCommand::new),
                new Entry("check", NodeCheckCommand::new),
                new Entry("rejoin", NodeRejoinCommand::new),
                new Entry("service", NodeServiceCommand::new));
        object(
                List.of("primary", "master"),
                "the primary of a cluster: register, unregister",
                new Entry("register", PrimaryRegisterCommand::new),
                new Entry("unregister", PrimaryUnregisterCommand::new),
                Entry.alias("check", NodeCheckCommand::new),
                Entry.alias("status", NodeStatusCommand::new));
        object(
                "service",
                "what pgbaton does by itself: status, pause, unpause",
                new Entry("status", ServiceStatusCommand::new),
                new Entry("pause", ServicePauseCommand::new),
                new Entry("unpause", ServiceUnpauseCommand::new, "resume"));
        object(
                "standby",
                "the standbys of a cluster: clone, register, unregister, promote, follow, switchover",
                new Entry("clone", StandbyCloneCommand::new),
                new Entry("register", StandbyRegisterCommand::new),
                new Entry("unregister", StandbyUnregisterCommand::new),
                new Entry("promote", StandbyPromoteCommand::new),
                new Entry("follow", StandbyFollowCommand::new),
                new Entry("switchover", StandbySwitchoverCommand::new),
                Entry.alias("check", NodeCheckCommand::new),
                Entry.alias("status", NodeStatusCommand::new));
        object(
                "witness",
                "the witnesses of a cluster: register, unregister",
                new Entry("register", WitnessRegisterCommand::new),
                new Entry("unregister", WitnessUnregisterCommand::new));
        return root;
    }

    private void object(String name, String description, Entry... verbs) {
        object(List.of(name), description, verbs);
    }

    private void object(List<String> names, String description, Entry... verbs) {
        if (names.stream().noneMatch(wanted)) {
            return;
        }
        CommandLine object = new CommandLine(CommandSpec.create());
        object.getCommandSpec().usageMessage().description(description);
        // Into the root first: a command inherits options only from where it already hangs.
        root.addSubcommand(
                names.getFirst(), object, names.subList(1, names.size()).toArray(String[]::new));
        for (Entry verb : verbs) {
            if (verb.isAny(wanted)) {
                CommandLine line = new CommandLine(verb.maker().apply(session));
                line.getCommandSpec().usageMessage().hidden(verb.hidden());
                object.addSubcommand(verb.name(), line);
            }
        }
    }
}
