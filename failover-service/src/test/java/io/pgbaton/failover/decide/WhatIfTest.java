package io.pgbaton.failover.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Explanation;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.fleet.WhatIf;
import io.pgbaton.failover.script.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WhatIfTest {

    private static final Duration A_WHILE = Duration.ofSeconds(3);

    private final World world = World.ofNodes(3);

    @Test
    void whatIsForetoldOfThePrimarysDeathComesTrue() {
        world.get(3).lsn += 60;
        world.get(1).lsn += 100;
        world.run(A_WHILE);
        ClusterView before = world.view();

        WhatIf foretold = world.whatIf(1);

        assertThat(foretold.outcome())
                .isEqualTo(new WhatIf.Outcome(
                        true, new NodeId(3), Reason.FURTHEST_LSN, 40L, "n3 would take over from n1"));
        assertThat(foretold.blockers()).isEmpty();
        assertThat(foretold.candidates())
                .extracting(Explanation.Weighed::name, Explanation.Weighed::why)
                .contains(tuple("n2", "behind by 60 bytes"));
        assertThat(world.view()).as("nothing is done").isEqualTo(before);

        world.get(1).silent = true;
        assertThat(world.runUntil(() -> world.isSteady(3), Duration.ofSeconds(20)))
                .isTrue();
    }

    @Test
    void aPauseIsInTheWay() {
        world.ask(new Request.Pause("maintenance", null));
        world.run(A_WHILE);

        WhatIf foretold = world.whatIf(1);

        assertThat(foretold.outcome().failsOver()).isFalse();
        assertThat(foretold.outcome().primary()).isNull();
        assertThat(foretold.outcome().reason()).isEqualTo(Reason.PAUSED);
        assertThat(foretold.blockers())
                .singleElement()
                .asString()
                .contains("alice paused it", "pgbaton service unpause");
        assertThat(foretold.candidates()).as("who would be").anyMatch(Explanation.Weighed::chosen);
    }

    @Test
    void aLagAboveTheLimitIsInTheWay() {
        world.get(1).lsn += World.RULES.maximumLag() + 1;
        world.run(A_WHILE);

        WhatIf foretold = world.whatIf(1);

        assertThat(foretold.outcome().reason()).isEqualTo(Reason.LAG_ABOVE_LIMIT);
        assertThat(foretold.blockers()).containsExactly(Reason.LAG_ABOVE_LIMIT.meaning());
    }

    @Test
    void standbysWithManualFailoverAreInTheWay() {
        world.get(2).election(100, "default", false);
        world.get(3).election(100, "default", false);
        world.run(A_WHILE);

        assertThat(world.whatIf(1).outcome().reason()).isEqualTo(Reason.FAILOVER_MANUAL);
    }

    @Test
    void aStandbyThatIsNotHeardCannotTakeOver() {
        world.get(2).silent = true;
        world.get(3).silent = true;
        world.run(Duration.ofSeconds(5));

        WhatIf foretold = world.whatIf(1);

        assertThat(foretold.outcome().failsOver()).isFalse();
        assertThat(foretold.outcome().reason()).isEqualTo(Reason.NO_CANDIDATE);
    }

    @Test
    void aFailoverThatIsTooFreshIsInTheWay() {
        World fresh = World.ofNodes(3, new FailoverRules.Conduct(Duration.ofMinutes(10), false));
        fresh.get(1).crash();
        fresh.read(fresh.get(1).beat());
        assertThat(fresh.runUntil(() -> fresh.isSteady(2), Duration.ofSeconds(20)))
                .isTrue();
        fresh.run(Duration.ofSeconds(20));

        assertThat(fresh.whatIf(2).outcome().reason()).isEqualTo(Reason.FAILED_OVER_LATELY);
        assertThat(fresh.whatIf(2).blockers()).singleElement().asString().contains("pgbaton cluster acknowledge");
    }

    @Test
    void aStandbysDeathChangesNoPrimaryAndLeavesOneLess() {
        WhatIf foretold = world.whatIf(3);

        assertThat(foretold.outcome().failsOver()).isFalse();
        assertThat(foretold.outcome().primary()).isEqualTo(new NodeId(1));
        assertThat(foretold.outcome().summary())
                .isEqualTo("n1 would stay primary without n3; of 2 nodes that may be promoted 1 would be left");
        assertThat(foretold.blockers()).isEmpty();
    }

    @Test
    void theDeathOfTheLastStandbyLeavesNobodyToTakeOver() {
        World two = World.ofNodes(2);

        assertThat(two.whatIf(2).blockers())
                .singleElement()
                .asString()
                .startsWith("after it nobody could take over from n1");
    }

    @Test
    void whileThePrimaryChangesNothingIsForetold() {
        world.get(2).promotes = false;
        world.get(1).crash();
        world.read(world.get(1).beat());
        assertThat(world.runUntil(() -> world.phase() instanceof Phase.Promoting, A_WHILE))
                .isTrue();

        assertThat(world.whatIf(2).blockers()).containsExactly("a promotion is under way");
    }
}
