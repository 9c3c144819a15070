package io.pgbaton.simulation.transcript;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.failover.decide.FailoverRules;
import io.pgbaton.failover.decide.SynchronousRules;
import io.pgbaton.simulation.Settings;
import io.pgbaton.simulation.SimulatedCluster;
import io.pgbaton.simulation.bus.SimulatedBus;
import io.pgbaton.simulation.node.SimulatedHost;
import io.pgbaton.simulation.node.Twin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Carries out the commands of a transcript on a simulated cluster, of one seed and nothing left to chance that a
/// reader would see.
final class Script {

    private static final long SEED = 7;
    private static final Duration SLICE = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final SimulatedCluster cluster;
    private final Story story;

    private Script(SimulatedCluster cluster) {
        this.cluster = cluster;
        this.story = new Story(cluster);
    }

    static List<String> told(List<String> commands) {
        Script script = new Script(SimulatedCluster.of(settings(commands.getFirst())));
        script.cluster.begin();
        boolean first = commands.size() > 1 && commands.get(1).equals("tell the beginning");
        if (!first) {
            script.story.forget();
        }
        script.story.catchUp();
        commands.stream()
                .skip(first ? 2 : 1)
                .filter(command -> !command.isBlank())
                .forEach(script::take);
        return script.story.lines();
    }

    /// `cluster n1 primary | n2 standby | n3 standby [| second failover after 10m] [| synchronous on]
    /// [| on server crash restart]`.
    private static Settings settings(String line) {
        int standbys = line.split("standby", -1).length - 1;
        Duration interval = line.contains("second failover after 10m") ? Duration.ofMinutes(10) : Duration.ZERO;
        FailoverRules.OnServerCrash crash = line.contains("on server crash restart")
                ? FailoverRules.OnServerCrash.RESTART
                : FailoverRules.OnServerCrash.PROMOTE;
        FailoverRules.Conduct conduct =
                new FailoverRules.Conduct(interval, false).with(crash).with(synchronous(line));
        return new Settings(standbys, 1, SEED, Set.of(), false, conduct);
    }

    private static SynchronousRules synchronous(String line) {
        return new SynchronousRules(
                new SynchronousRules.Rule(
                        line.contains("synchronous on") ? SynchronousRules.Mode.ON : SynchronousRules.Mode.OFF, 1),
                Map.of());
    }

    private void take(String command) {
        story.catchUp();
        story.command(command);
        String[] words = command.split(" +", -1);
        switch (words[0]) {
            case "run" -> run(words);
            case "ask" -> cluster.ask(new Asking(List.of(words), cluster.wallClock()).wish());
            case "configure" -> configure(host(words[1]), words[2]);
            case "twin" -> twin(node(words[1]), Duration.parse("PT" + words[3]));
            case "cut" -> cut(host(words[1]), words.length > 3 ? words[3] : "all");
            case "heal" -> cluster.heal(node(words[1]));
            case "deafen" ->
                cluster.network().cut(SimulatedBus.PLACE, host(words[1]).place());
            default -> strike(words[0], host(words[words.length - 1]));
        }
    }

    private void strike(String what, SimulatedHost host) {
        switch (what) {
            case "crash" -> host.server().kill();
            case "hang" -> host.server().program().stop();
            case "wake" -> host.server().program().goOn();
            case "lose" -> host.powerOff();
            case "boot" -> host.boot();
            case "freeze" -> host.agent().program().stop();
            case "occupy" -> host.disk().busyPooler = true;
            case "mistake" -> host.server().files().system = new SystemId("7400000000000000099");
            case "load" -> host.server().load(3 * Settings.MAXIMUM_LAG);
            default -> throw new IllegalArgumentException("no such command: " + what);
        }
    }

    private static NodeId node(String name) {
        return new NodeId(Integer.parseInt(name.substring(1)));
    }

    private SimulatedHost host(String name) {
        return cluster.host(node(name));
    }

    private void configure(SimulatedHost host, String what) {
        NodeProfile was = host.disk().configured;
        String value = what.substring(what.indexOf('=') + 1);
        switch (what.substring(0, what.indexOf('='))) {
            case "failover" -> {
                NodeProfile.Election election = new NodeProfile.Election(
                        was.election().priority(), was.election().location(), value.equals("automatic"));
                host.disk().configured = configured(was, election, was.upstream());
            }
            case "upstream_node_id" -> host.disk().configured = configured(was, was.election(), node("n" + value));
            case "failover_validation_command" -> host.disk().refusal = value.equals("true") ? null : "exit code 1";
            default -> throw new IllegalArgumentException("no such setting: " + what);
        }
        host.agent().program().kill();
    }

    private static NodeProfile configured(NodeProfile was, NodeProfile.Election election, @Nullable NodeId upstream) {
        return new NodeProfile(was.name(), was.kind(), election, was.address(), was.software(), upstream);
    }

    private void twin(NodeId node, Duration time) {
        new Twin(cluster.scheduler(), cluster.bus(), node, ServerState.RUNNING, Role.STANDBY)
                .speak(cluster.scheduler().now() + time.toNanos());
    }

    private void cut(SimulatedHost host, String from) {
        List<String> others = cluster.places()
                .filter(place -> !place.equals(host.place()))
                .filter(place -> switch (from) {
                    case "bus" -> place.equals(SimulatedBus.PLACE);
                    case "peers" -> place.startsWith("n");
                    default -> true;
                })
                .toList();
        others.forEach(other -> {
            cluster.network().cut(host.place(), other);
            cluster.network().cut(other, host.place());
        });
    }

    /// `run 10s`, or `run until well`, `halted`, `promoting`, `pg_promote`.
    private void run(String[] words) {
        Predicate<SimulatedCluster> end = switch (words[words.length - 1]) {
            case "well" -> SimulatedCluster::isWell;
            case "halted" -> SimulatedCluster::isHalted;
            case "pg_promote" -> _ -> story.tells("calls pg_promote");
            case "promoting" -> each -> each.view().phase() instanceof Phase.Promoting;
            default -> _ -> false;
        };
        boolean until = words[1].equals("until");
        Duration most = until ? PATIENCE : Duration.parse("PT" + words[1]);
        for (long left = most.toMillis(); left > 0 && !end.test(cluster); left -= SLICE.toMillis()) {
            cluster.run(SLICE);
            story.catchUp();
        }
        if (until && !end.test(cluster)) {
            throw new IllegalStateException(String.join(" ", words) + ": not within " + PATIENCE.toSeconds() + " s: "
                    + cluster.condition() + "\n" + String.join("\n", story.lines()));
        }
    }
}
