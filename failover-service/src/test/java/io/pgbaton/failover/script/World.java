package io.pgbaton.failover.script;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Marker;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Report;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.fleet.WhatIf;
import io.pgbaton.failover.decide.ClusterState;
import io.pgbaton.failover.decide.FailoverEvent;
import io.pgbaton.failover.decide.FailoverPolicy;
import io.pgbaton.failover.decide.FailoverRules;
import io.pgbaton.failover.decide.Now;
import io.pgbaton.failover.decide.Verdict;
import io.pgbaton.failover.evidence.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// One cluster, its agents and the deciding core, without a bus: time passes only when a test lets it.
public final class World {

    public static final FailoverRules RULES = new FailoverRules(
            Duration.ofSeconds(3),
            0.01,
            new FailoverRules.Timeouts(
                    Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(2)),
            1000,
            new FailoverRules.Conduct(Duration.ZERO, false));

    private static final Duration STEP = Duration.ofMillis(50);
    private static final int BEAT_EVERY = 10;

    public final ClusterId cluster = new ClusterId("orders");
    public final Map<Integer, ScriptedAgent> agents = new LinkedHashMap<>();
    public final List<Decision> log = new ArrayList<>();
    public final List<ClusterEvent> events = new ArrayList<>();
    /// Whether the bus takes and returns markers.
    public boolean markersPass = true;
    /// Nothing is read and nothing can be written: the bus is away.
    public boolean blind;
    /// Looks at everything after every step.
    public Runnable afterStep = () -> {};

    private final FailoverPolicy policy;
    private Moment moment = new Moment(1_000_000_000L);
    private Instant instant = Instant.parse("2026-11-23T04:00:00Z");
    private ClusterState state = ClusterState.unknown(cluster, moment);
    private long steps;
    private long markers;
    private int requests;

    public World() {
        this(RULES);
    }

    private World(FailoverRules rules) {
        this.policy = new FailoverPolicy(rules);
    }

    public ScriptedAgent agent(int node) {
        ScriptedAgent agent = new ScriptedAgent(cluster, node);
        agents.put(node, agent);
        agent.tick(moment, false);
        log.stream().filter(Decision.ViewChanged.class::isInstance).forEach(agent::on);
        agent.readTo = log.size();
        return agent;
    }

    /// Node 1 is primary, the others are electable standbys.
    public static World ofNodes(int count) {
        return ofNodes(count, RULES.conduct());
    }

    public static World ofNodes(int count, FailoverRules.Conduct conduct) {
        World world = new World(
                new FailoverRules(RULES.lease(), RULES.drift(), RULES.timeouts(), RULES.maximumLag(), conduct));
        for (int node = 1; node <= count; node++) {
            world.agent(node);
        }
        world.ask(new Request.RegisterPrimary(new NodeId(1)));
        world.run(Duration.ofSeconds(1));
        for (int node = 2; node <= count; node++) {
            world.get(node).upstream = new NodeId(1);
        }
        world.run(Duration.ofSeconds(3));
        world.events.clear();
        return world;
    }

    public ScriptedAgent get(int node) {
        ScriptedAgent agent = agents.get(node);
        if (agent == null) {
            throw new IllegalArgumentException("no node " + node);
        }
        return agent;
    }

    public RequestId ask(Request.Wish wish) {
        return ask(wish, instant);
    }

    public RequestId ask(Request.Wish wish, Instant at) {
        RequestId id = new RequestId("r" + ++requests);
        read(new FailoverEvent.RequestRead(new Request(id, cluster, new Request.Asked("alice", at, false), wish)));
        return id;
    }

    public void read(Report report) {
        read(new FailoverEvent.ReportRead(report));
    }

    public void read(FailoverEvent event) {
        state = state.after(event, moment);
    }

    public Instant now() {
        return instant;
    }

    public void run(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= STEP.toMillis()) {
            step();
        }
    }

    public boolean runUntil(BooleanSupplier condition, Duration atMost) {
        for (long left = atMost.toMillis(); left > 0 && !condition.getAsBoolean(); left -= STEP.toMillis()) {
            step();
        }
        return condition.getAsBoolean();
    }

    private void step() {
        pass(!blind, true);
        decide();
        afterStep.run();
    }

    /// A step of time for the agents. `heard`: this service reads what they say.
    private void pass(boolean busThere, boolean heard) {
        moment = moment.plus(STEP);
        instant = instant.plus(STEP);
        for (ScriptedAgent agent : List.copyOf(agents.values())) {
            agent.tick(moment, busThere);
            if (busThere) {
                deliver(agent);
            }
        }
        if (steps++ % BEAT_EVERY == 0) {
            for (ScriptedAgent agent : List.copyOf(agents.values())) {
                if (busThere) {
                    beat(agent, heard);
                }
                agent.askPeers(this);
            }
        }
        if (busThere) {
            agents.values().forEach(agent -> agent.answerLate().ifPresent(answer -> hear(answer, heard)));
            claims();
        }
    }

    private void beat(ScriptedAgent agent, boolean heard) {
        agent.describe().ifPresent(report -> hear(report, heard));
        agent.heartbeat().ifPresent(report -> {
            hear(report, heard);
            agent.acknowledged();
        });
    }

    /// What nobody reads now is read late, and counts then.
    private void hear(Report report, boolean heard) {
        if (heard) {
            read(report);
        }
    }

    private void claims() {
        for (ScriptedAgent agent : List.copyOf(agents.values())) {
            agent.claims().ifPresent(this::append);
        }
    }

    private void deliver(ScriptedAgent agent) {
        while (!agent.cut && agent.readTo < log.size()) {
            agent.on(log.get(agent.readTo++)).forEach(this::read);
        }
    }

    public void decide() {
        Verdict verdict = policy.decide(state, new Now(moment, instant));
        verdict.barrier().ifPresent(this::mark);
        if (blind && !verdict.isSilent()) {
            return;
        }
        for (Decision decision : verdict.decisions()) {
            append(decision);
        }
        events.addAll(verdict.events());
        state = state.stored(verdict.notes());
    }

    public WhatIf whatIf(int node) {
        return policy.whatIf(state, new NodeId(node), new Now(moment, instant));
    }

    private void mark(NodeId silent) {
        Marker marker = new Marker(cluster, "here", ++markers);
        state = state.barrierSent(silent, marker, moment);
        if (markersPass && !blind) {
            read(marker);
        }
    }

    /// What stands in the log is read by everybody, also when another service wrote it.
    public void append(Decision decision) {
        log.add(decision);
        read(new FailoverEvent.DecisionRead(decision));
        agents.values().forEach(this::deliver);
        claims();
    }

    /// The service stands still, and nobody else does. After a lease it takes over anew.
    public void pause(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= STEP.toMillis()) {
            pass(true, false);
            afterStep.run();
        }
        if (time.compareTo(RULES.lease()) >= 0) {
            restartService();
        } else if (time.compareTo(Duration.ofSeconds(1)) >= 0) {
            read(new FailoverEvent.CaughtUp());
        }
    }

    /// kill -9 of the service: what it knew is gone, the log is not.
    public void restartService() {
        state = ClusterState.unknown(cluster, moment);
        log.forEach(decision -> read(new FailoverEvent.DecisionRead(decision)));
        read(new FailoverEvent.CaughtUp());
    }

    public ClusterView view() {
        return state.view();
    }

    public Phase phase() {
        return state.view().phase();
    }

    public boolean isSteady(int primary) {
        return phase() instanceof Phase.Steady && view().isPrimary(new NodeId(primary));
    }

    public long told(EventKind kind) {
        return events.stream()
                .filter(event -> event.subject().kind().equals(kind.wireName()))
                .count();
    }

    public ClusterEvent last(EventKind kind) {
        return events.stream()
                .filter(event -> event.subject().kind().equals(kind.wireName()))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new AssertionError("no " + kind + " in " + events));
    }

    public <D extends Decision> List<D> logged(Class<D> kind) {
        return log.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
