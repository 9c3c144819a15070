package io.pgbaton.failover.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Explanation;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.failover.script.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplainedTest {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(30);

    private static Explanation explained(World world) {
        ClusterEvent event = world.last(EventKind.DECISION_EXPLAINED);
        assertThat(event.subject().request())
                .as("an explanation answers no request")
                .isNull();
        String json = event.outcome().data().getOrDefault(Explanation.IN_EVENT, "");
        return Wire.read(json.getBytes(StandardCharsets.UTF_8), Explanation.class)
                        instanceof Wire.Known<Explanation>(Explanation known)
                ? known
                : fail(json);
    }

    private static void crash(World world) {
        world.get(1).crash();
        world.read(world.get(1).beat());
    }

    private static List<String> why(Explanation explained) {
        return explained.candidates().stream()
                .map(one -> one.name() + (one.chosen() ? "*" : "") + ": " + one.why())
                .toList();
    }

    @Test
    void aFailoverIsExplainedOnceItIsSteadyWithTheEvidenceOfItsDecision() {
        World world = World.ofNodes(3);
        world.get(1).lsn += 100;
        world.run(SOON);
        crash(world);
        assertThat(world.runUntil(() -> world.isSteady(2), SOON)).isTrue();

        Explanation explained = explained(world);
        assertThat(explained.decided())
                .isEqualTo(new Explanation.Decided(
                        Explanation.Kind.FAILOVER,
                        Reason.PRIMARY_RELEASED,
                        Reason.FURTHEST_LSN,
                        new Explanation.Change(world.view().term(), new NodeId(1), new NodeId(2), 100L),
                        explained.decided().summary()));
        assertThat(explained.decided().summary()).contains("n2 is primary under term 2, after n1 was lost");
        assertThat(explained.evidence())
                .extracting(one -> one.name() + ": " + one.says())
                .containsExactly(
                        "n1: its server is crashed at 0/3000064, fenced up to term 1",
                        "n2: standby, streams from n1 at 0/3000000, promised term 2 at 0/3000000",
                        "n3: standby, streams from n1 at 0/3000000, promised term 2 at 0/3000000");
        assertThat(explained.evidence())
                .extracting(Explanation.Observation::ageMillis)
                .allMatch(age -> age != null && age < 1000);
        assertThat(why(explained))
                .containsExactly(
                        "n2*: it holds the most write-ahead log",
                        "n3: has the higher node id",
                        "n1: is the primary that was lost");
        assertThat(explained.phases()).containsOnlyKeys("detected", "frozen", "decided", "promoted");
        assertThat(world.told(EventKind.DECISION_EXPLAINED)).isEqualTo(1);
    }

    @Test
    void aServiceThatTookOverOnTheWayExplainsWithWhatItHas() {
        World world = World.ofNodes(3);
        world.get(2).promotes = false;
        crash(world);
        world.runUntil(() -> world.phase() instanceof Phase.Promoting, SOON);
        world.restartService();
        world.get(2).promotes = true;
        assertThat(world.runUntil(() -> world.isSteady(2), LATER)).isTrue();

        Explanation explained = explained(world);
        assertThat(explained.decided().kind()).isEqualTo(Explanation.Kind.FAILOVER);
        assertThat(explained.decided().change().chosen()).isEqualTo(new NodeId(2));
        assertThat(explained.candidates()).isEmpty();
    }

    @Test
    void aSwitchoverIsExplained() {
        World world = World.ofNodes(3);
        world.ask(new Request.Switchover(new NodeId(3)));
        assertThat(world.runUntil(() -> world.isSteady(3), LATER)).isTrue();

        Explanation explained = explained(world);
        assertThat(explained.decided().kind()).isEqualTo(Explanation.Kind.SWITCHOVER);
        assertThat(explained.decided().cause()).isEqualTo(Reason.SWITCHOVER_REQUESTED);
        assertThat(why(explained)).contains("n3*: the operator named it", "n2: was not named");
    }

    @Test
    void aPrimaryThatCameBackIsExplained() {
        World world = World.ofNodes(3);
        world.get(2).hearsPrimary = true;
        world.get(3).hearsPrimary = true;
        world.get(1).silent = true;
        world.runUntil(() -> world.phase() instanceof Phase.Freezing, LATER);
        world.run(SOON);
        world.get(1).silent = false;
        assertThat(world.runUntil(() -> world.isSteady(1), LATER)).isTrue();

        Explanation explained = explained(world);
        assertThat(explained.decided().kind()).isEqualTo(Explanation.Kind.REAFFIRMED);
        assertThat(explained.decided().reason()).isEqualTo(Reason.PRIMARY_CAME_BACK);
        assertThat(why(explained)).contains("n2: still hears the primary, and promised nothing");
        assertThat(explained.evidence().get(1).says()).contains("still hears the primary (");
    }

    @Test
    void aRestraintIsExplained() {
        World world = World.ofNodes(3);
        world.ask(new Request.Pause("maintenance", null));
        world.run(SOON);
        crash(world);
        world.run(LATER);

        Explanation explained = explained(world);
        assertThat(explained.decided().kind()).isEqualTo(Explanation.Kind.REFUSED);
        assertThat(explained.decided().reason()).isEqualTo(Reason.PAUSED);
        assertThat(explained.decided().change().chosen()).isNull();
        assertThat(world.told(EventKind.DECISION_EXPLAINED)).isEqualTo(1);
    }

    @Test
    void anElectionThatNobodyMayWinIsExplained() {
        World world = World.ofNodes(3);
        world.get(2).election(0, "default", true);
        world.get(3).election(100, "default", false);
        world.run(Duration.ofSeconds(3));
        world.get(1).silent = true;
        assertThat(world.runUntil(() -> world.told(EventKind.FAILOVER_REFUSED) > 0, LATER))
                .isTrue();

        Explanation explained = explained(world);
        assertThat(explained.decided().kind()).isEqualTo(Explanation.Kind.REFUSED);
        assertThat(explained.decided().reason()).isEqualTo(Reason.FAILOVER_MANUAL);
        assertThat(why(explained)).contains("n2: has priority 0", "n3: has failover=manual");
    }

    @Test
    void aHaltIsExplainedWithWhatWouldBeLost() {
        World world = World.ofNodes(2);
        world.get(1).lsn += World.RULES.maximumLag() + 1;
        world.run(SOON);
        world.get(1).silent = true;
        assertThat(world.runUntil(() -> world.phase() instanceof Phase.Halted, LATER))
                .isTrue();

        Explanation explained = explained(world);
        assertThat(explained.decided().kind()).isEqualTo(Explanation.Kind.HALTED);
        assertThat(explained.decided().reason()).isEqualTo(Reason.LAG_ABOVE_LIMIT);
        assertThat(explained.decided().change().gapBytes()).isEqualTo(1001L);
        assertThat(why(explained)).contains("n2: behind by 1001 bytes, above the limit of 1000");
    }
}
