package io.pgbaton.failover.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Term;
import io.pgbaton.failover.script.ScriptedAgent;
import io.pgbaton.failover.script.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Anything may happen to the agents and the service; what must never happen does not.
class RandomWalkTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void oneWriterAtMostAtEveryStepWhoeverIsCutOff(long seed) {
        for (long run = seed * 10; run < seed * 10 + 10; run++) {
            walkCutOff(run);
        }
    }

    /// Leases alone keep the primary single here: who is cut off reads nothing, and writes until its lease is over.
    private static void walkCutOff(long seed) {
        Random random = new Random(seed);
        World world = World.ofNodes(2 + random.nextInt(3));
        world.afterStep = () -> assertOneWriterAtMost(world, seed);
        List<ScriptedAgent> agents = new ArrayList<>(world.agents.values());
        for (int turn = 0; turn < 40; turn++) {
            ScriptedAgent agent = agents.get(random.nextInt(agents.size()));
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> agent.cut = true;
                case 3, 4 -> agent.apart = true;
                case 5 -> agent.crash();
                case 6 -> world.restartService();
                case 7 -> agent.lsn += random.nextInt(900);
                default -> heal(agent);
            }
            world.run(Duration.ofMillis(100 + random.nextInt(3000)));
        }
        assertLog(world.log, seed);
        assertOneNodeATerm(world.log, seed);
        agents.forEach(RandomWalkTest::heal);
        boolean well = world.runUntil(
                () -> agents.stream().anyMatch(agent -> world.isSteady(agent.node.value()) && agent.isPrimary()),
                Duration.ofMinutes(3));
        assertThat(well).as("seed %d ends in %s", seed, world.view()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void invariantsHoldAndAWritablePrimaryIsReachedOnceFaultsStop(long seed) {
        Random random = new Random(seed);
        World world = World.ofNodes(3);
        world.afterStep = () -> assertOneWriterAtMost(world, seed);
        for (int turn = 0; turn < 120; turn++) {
            disturb(world, random);
            world.run(Duration.ofMillis(100 + random.nextInt(3000)));
            assertLog(world.log, seed);
        }
        assertOneNodeATerm(world.log, seed);

        world.agents.values().forEach(RandomWalkTest::heal);
        world.markersPass = true;
        boolean well = world.runUntil(
                () -> world.agents.values().stream()
                        .anyMatch(agent -> world.isSteady(agent.node.value()) && agent.isPrimary()),
                Duration.ofMinutes(3));
        assertThat(well).as("seed %d ends in %s", seed, world.view()).isTrue();
    }

    private static void disturb(World world, Random random) {
        List<ScriptedAgent> agents = new ArrayList<>(world.agents.values());
        ScriptedAgent agent = agents.get(random.nextInt(agents.size()));
        switch (random.nextInt(12)) {
            case 0 -> agent.crash();
            // a host that dies takes its server with it; a server whose agent alone is gone is issue 3's guard's
            // task
            case 1 -> {
                agent.crash();
                agent.silent = true;
            }
            case 2 -> agent.stubborn = true;
            case 3 -> world.restartService();
            case 4 -> world.markersPass = random.nextBoolean();
            case 5 -> world.ask(new Request.Switchover(random.nextBoolean() ? agent.node : null));
            case 7 -> world.pause(Duration.ofMillis(random.nextInt(70_000)));
            case 8 -> {
                world.blind = true;
                world.run(Duration.ofMillis(random.nextInt(70_000)));
                world.blind = false;
            }
            case 6 -> agent.lsn += random.nextInt(900);
            default -> heal(agent);
        }
    }

    private static void heal(ScriptedAgent agent) {
        agent.silent = false;
        agent.stubborn = false;
        agent.cut = false;
        agent.apart = false;
        if (agent.state != ServerState.RUNNING) {
            agent.startAsStandby();
        }
    }

    private static void assertOneWriterAtMost(World world, long seed) {
        assertThat(world.agents.values())
                .as("writers, seed %d", seed)
                .filteredOn(ScriptedAgent::isPrimary)
                .hasSizeLessThan(2);
    }

    /// Terms and versions only grow, and each view stands on the one before.
    private static void assertLog(List<Decision> log, long seed) {
        ClusterView before = null;
        for (Decision decision : log) {
            if (decision instanceof Decision.ViewChanged change) {
                if (before != null) {
                    assertThat(change.basedOn()).as("seed %d", seed).isEqualTo(before.version());
                    assertThat(change.term().isAtLeast(before.term()))
                            .as("seed %d", seed)
                            .isTrue();
                }
                before = change.view();
            }
        }
    }

    private static void assertOneNodeATerm(List<Decision> log, long seed) {
        Map<Term, NodeId> promoted = new HashMap<>();
        for (Decision decision : log) {
            if (decision instanceof Decision.Promote promote) {
                NodeId known = promoted.putIfAbsent(promote.term(), promote.node());
                assertThat(known == null || known.equals(promote.node()))
                        .as("term %s, seed %d", promote.term(), seed)
                        .isTrue();
            }
        }
    }
}
