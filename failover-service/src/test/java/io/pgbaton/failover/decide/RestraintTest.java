package io.pgbaton.failover.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Request;
import io.pgbaton.failover.script.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What keeps the service from failing over by itself: a pause, and a failover a short while ago.
class RestraintTest {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final FailoverRules.Conduct CAREFUL = new FailoverRules.Conduct(Duration.ofMinutes(10), false);

    private World world = World.ofNodes(3);

    private void crash(int node) {
        world.get(node).crash();
        world.run(SOON);
    }

    private void failOverOnce(FailoverRules.Conduct conduct) {
        world = World.ofNodes(3, conduct);
        crash(1);
        assertThat(world.runUntil(() -> world.isSteady(2), SOON)).isTrue();
        world.run(Duration.ofSeconds(10));
        world.events.clear();
    }

    @Test
    void whilePausedNothingIsBegunAndItIsToldOnce() {
        var id = world.ask(new Request.Pause("new switches", null));
        world.run(SOON);
        assertThat(world.last(EventKind.FAILOVER_PAUSED).subject().request()).isEqualTo(id);
        crash(1);
        world.run(Duration.ofMinutes(5));
        assertThat(world.phase()).isInstanceOf(Phase.Steady.class);
        assertThat(world.told(EventKind.FAILOVER_REFUSED)).isEqualTo(1);
        assertThat(world.last(EventKind.FAILOVER_REFUSED).outcome().data())
                .containsEntry("reason", Reason.PAUSED.name())
                .containsKey("advice");

        world.ask(new Request.Resume());
        assertThat(world.runUntil(() -> world.isSteady(2), SOON)).isTrue();
    }

    @Test
    void aPauseOutlivesTheServiceAndEndsByItself() {
        world.ask(new Request.Pause("maintenance", world.now().plusSeconds(120)));
        world.run(SOON);
        world.restartService();
        world.run(SOON);
        crash(1);
        world.run(Duration.ofSeconds(60));
        assertThat(world.phase()).isInstanceOf(Phase.Steady.class);
        assertThat(world.runUntil(() -> world.isSteady(2), Duration.ofSeconds(70)))
                .isTrue();
        assertThat(world.told(EventKind.FAILOVER_RESUMED)).isEqualTo(1);
        assertThat(world.view().policy().paused()).isEmpty();
    }

    @Test
    void anOperatorsSwitchoverIsDoneWhilePaused() {
        world.ask(new Request.Pause("maintenance", null));
        world.ask(new Request.Switchover(new NodeId(3)));
        assertThat(world.runUntil(() -> world.isSteady(3), SOON)).isTrue();
        assertThat(world.view().policy().paused()).isPresent();
    }

    @Test
    void aLossMayBeAcceptedWhilePausedOnceThePrimaryIsLost() {
        world.ask(new Request.Pause("maintenance", null));
        world.ask(new Request.AcceptLoss(new NodeId(3)));
        world.run(SOON);
        assertThat(world.told(EventKind.REQUEST_REFUSED)).isEqualTo(1);
        crash(1);
        world.ask(new Request.AcceptLoss(new NodeId(3)));
        assertThat(world.runUntil(() -> world.isSteady(3), Duration.ofSeconds(3)))
                .isTrue();
    }

    @Test
    void aSecondFailoverNeedsAnAcknowledgement() {
        failOverOnce(CAREFUL);
        crash(2);
        world.run(Duration.ofMinutes(2));
        assertThat(world.phase()).isInstanceOf(Phase.Steady.class);
        assertThat(world.told(EventKind.FAILOVER_REFUSED)).isEqualTo(1);
        assertThat(world.last(EventKind.FAILOVER_REFUSED).outcome().data())
                .containsEntry("reason", Reason.FAILED_OVER_LATELY.name());

        world.restartService();
        world.ask(new Request.Acknowledge());
        assertThat(world.runUntil(() -> !world.view().isPrimary(new NodeId(2)), Duration.ofSeconds(5)))
                .isTrue();
        assertThat(world.told(EventKind.FAILOVER_ACKNOWLEDGED)).isEqualTo(1);
    }

    @Test
    void afterTheIntervalNobodyNeedBeAsked() {
        failOverOnce(CAREFUL);
        world.run(Duration.ofMinutes(10));
        crash(2);
        assertThat(world.runUntil(() -> !world.view().isPrimary(new NodeId(2)), SOON))
                .isTrue();
    }

    @Test
    void aPrimaryThatIsGoneIsReplacedAgainWhenTheOperatorsPolicySaysSo() {
        failOverOnce(new FailoverRules.Conduct(Duration.ofMinutes(10), true));
        world.get(2).silent = true;
        assertThat(world.runUntil(() -> !world.view().isPrimary(new NodeId(2)), Duration.ofSeconds(6)))
                .isTrue();
    }

    @Test
    void aStandbyThatItsCommandRefusesIsPassedOver() {
        world.get(2).refuses = "not in this rack";
        world.get(2).lsn += 100;
        crash(1);
        assertThat(world.runUntil(() -> world.isSteady(3), SOON)).isTrue();
    }

    @Test
    void whenAllAreRefusedItIsToldOnceAndTheyAreAskedAgain() {
        world.get(2).refuses = "not now";
        world.get(3).refuses = "not now";
        crash(1);
        world.get(1).silent = true;
        world.run(Duration.ofSeconds(20));
        assertThat(world.phase()).isInstanceOf(Phase.Freezing.class);
        assertThat(world.told(EventKind.FAILOVER_REFUSED)).isEqualTo(1);
        assertThat(world.last(EventKind.FAILOVER_REFUSED).outcome().data())
                .containsEntry("reason", Reason.VALIDATION_REFUSED.name());

        world.get(3).refuses = null;
        assertThat(world.runUntil(() -> world.isSteady(3), Duration.ofSeconds(3)))
                .isTrue();
    }

    @Test
    void anOperatorMayChooseWhatItsCommandRefuses() {
        world.get(2).refuses = "not now";
        world.get(3).refuses = "not now";
        world.ask(new Request.Switchover(new NodeId(3)));
        assertThat(world.runUntil(() -> world.isSteady(3), SOON)).isTrue();
    }

    @Test
    void wishesThatMakeNoSenseAreRefused() {
        world.ask(new Request.Resume());
        world.ask(new Request.Acknowledge());
        world.ask(new Request.Pause("too late", world.now().minusSeconds(1)));
        world.ask(new Request.AcceptLoss(new NodeId(9)));
        world.run(SOON);
        assertThat(world.told(EventKind.REQUEST_REFUSED)).isEqualTo(4);
    }
}
