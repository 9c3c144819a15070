package io.pgbaton.failover.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterPolicy;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Reason;
import io.pgbaton.failover.script.World;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SynchronousSetTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void commitsWaitForTheStandbysThatHaveStreamedForSomeTime() {
        World world = world(3, SynchronousRules.Mode.ON, 1);
        assertThat(set(world)).contains(any(1, 2, 3));
        assertThat(world.told(EventKind.SYNCHRONOUS_CHANGED)).isEqualTo(1);
        int written = world.log.size();
        world.run(Duration.ofMinutes(5));
        assertThat(world.log).hasSize(written);
    }

    @Test
    void whoIsGoneIsNotWaitedForAndComesBackIn() {
        World world = world(3, SynchronousRules.Mode.ON, 2);
        world.get(3).silent = true;
        world.run(LONG);
        assertThat(set(world)).contains(any(1, 2));
        world.get(3).silent = false;
        world.run(LONG);
        assertThat(set(world)).contains(any(2, 2, 3));
    }

    @Test
    void withNobodyLeftCommitsWaitForNobodyAndThatIsToldOnce() {
        World world = world(2, SynchronousRules.Mode.ON, 1);
        world.get(2).silent = true;
        world.run(Duration.ofMinutes(2));
        assertThat(set(world)).contains(any(0));
        assertThat(world.told(EventKind.SYNCHRONOUS_DEGRADED)).isEqualTo(1);
        assertThat(world.logged(Decision.ViewChanged.class).stream().map(Decision.ViewChanged::reason))
                .contains(Reason.SYNCHRONOUS_SET_EMPTY);
    }

    @Test
    void strictWaitsForWhoIsGone() {
        World world = world(3, SynchronousRules.Mode.STRICT, 2);
        world.get(3).silent = true;
        world.run(LONG);
        assertThat(set(world)).contains(any(2, 2, 3));
        World one = world(3, SynchronousRules.Mode.STRICT, 1);
        one.get(3).silent = true;
        one.run(LONG);
        assertThat(set(one)).contains(any(1, 2));
        one.get(2).silent = true;
        one.run(LONG);
        assertThat(set(one)).contains(any(1, 2));
    }

    @Test
    void strictBeginsWhenThereAreEnough() {
        World world = world(2, SynchronousRules.Mode.STRICT, 2);
        assertThat(set(world)).isEmpty();
    }

    @Test
    void offEndsWhatWasThereAndSaysNothingElse() {
        World world = world(3, SynchronousRules.Mode.OFF, 1);
        assertThat(set(world)).isEmpty();
        ClusterView view = world.view();
        ClusterView next = new ClusterView(
                view.cluster(),
                view.version() + 1,
                view.reign(),
                view.phase(),
                view.members(),
                view.policy().with(any(1, 2, 3)));
        world.append(new Decision.ViewChanged(next, view.version(), Reason.SYNCHRONOUS_SET_CHANGED, "by the test"));
        world.run(Duration.ofSeconds(1));
        assertThat(set(world)).contains(any(0));
    }

    @Test
    void aClusterMayHaveItsOwnRule() {
        SynchronousRules rules = new SynchronousRules(
                new SynchronousRules.Rule(SynchronousRules.Mode.OFF, 1),
                Map.of(new ClusterId("orders"), new SynchronousRules.Rule(SynchronousRules.Mode.ON, 1)));
        World world = World.ofNodes(2, World.RULES.conduct().with(rules));
        world.run(LONG);
        assertThat(set(world)).contains(any(1, 2));
    }

    @Test
    void theNewPrimaryWaitsForTheOthersFromItsFirstCommitOn() {
        World world = world(3, SynchronousRules.Mode.ON, 1);
        world.get(1).crash();
        assertThat(world.runUntil(() -> world.isSteady(2), LONG)).isTrue();
        assertThat(set(world)).contains(any(1, 3));
        world.get(1).startAsStandby();
        world.get(1).upstream = new NodeId(2);
        world.run(LONG);
        assertThat(set(world)).contains(any(1, 1, 3));
    }

    @Test
    void theLastOneWaitsForNobodyOrStrictlyForTheOldPrimary() {
        World world = world(2, SynchronousRules.Mode.ON, 1);
        world.get(1).crash();
        assertThat(world.runUntil(() -> world.isSteady(2), LONG)).isTrue();
        assertThat(set(world)).contains(any(0));
        assertThat(world.told(EventKind.SYNCHRONOUS_DEGRADED)).isEqualTo(1);

        World strict = world(2, SynchronousRules.Mode.STRICT, 1);
        strict.get(1).crash();
        assertThat(strict.runUntil(() -> strict.isSteady(2), LONG)).isTrue();
        strict.run(LONG);
        assertThat(set(strict)).contains(any(1, 1));
    }

    static World world(int nodes, SynchronousRules.Mode mode, int standbys) {
        SynchronousRules rules = new SynchronousRules(new SynchronousRules.Rule(mode, standbys), Map.of());
        World world = World.ofNodes(nodes, World.RULES.conduct().with(rules));
        world.run(Duration.ofSeconds(7));
        return world;
    }

    private static Optional<ClusterPolicy.Synchronous> set(World world) {
        return world.view().policy().commitsWaitFor();
    }

    private static ClusterPolicy.Synchronous any(int required, Integer... standbys) {
        return new ClusterPolicy.Synchronous(
                required, Arrays.stream(standbys).map(NodeId::new).toList());
    }
}
