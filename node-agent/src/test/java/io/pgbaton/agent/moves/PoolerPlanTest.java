package io.pgbaton.agent.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.Term;
import org.junit.jupiter.api.Test;

/// What the PgBouncer beside an agent does at each point of a switchover and of a failover to node 2.
class PoolerPlanTest {

    private static final NodeId N2 = new NodeId(2);
    private static final RequestId REQUEST = new RequestId("r1");
    private static final Phase.Switchover SWITCHOVER = new Phase.Switchover(REQUEST, N2);
    private static final PoolerPlan THROUGH = new PoolerPlan.LetThrough(N2);
    private static final PoolerPlan HOLD = new PoolerPlan.Hold(REQUEST);
    private static final PoolerPlan STAY = new PoolerPlan.Stay();

    private static PoolerPlan plan(Phase phase, boolean holds, long millis) {
        return plan(phase, new PoolerPlan.Done(holds ? REQUEST : null, millis, null));
    }

    private static PoolerPlan plan(Phase phase, PoolerPlan.Done done) {
        return PoolerPlan.of(Situations.view(4, 5, 2, phase), done);
    }

    private static Phase freezing(Phase.Switchover switchover) {
        return new Phase.Freezing(new Term(6), Reason.PRIMARY_RELEASED, true, switchover);
    }

    @Test
    void clientsAreHeldFromTheStopUntilSomebodyIsPrimary() {
        assertThat(plan(new Phase.Stopping(SWITCHOVER), false, 0)).isEqualTo(HOLD);
        assertThat(plan(freezing(SWITCHOVER), true, 100)).isEqualTo(HOLD);
        assertThat(plan(new Phase.Promoting(N2, Reason.SWITCHOVER_REQUESTED, SWITCHOVER), true, 200))
                .isEqualTo(HOLD);
        assertThat(plan(new Phase.Steady(), true, 300)).isEqualTo(THROUGH);
    }

    @Test
    void nobodyIsHeldForLongerThanClientsBear() {
        long tooLong = PoolerPlan.LONGEST_HOLD_MILLIS + 1;
        assertThat(plan(freezing(SWITCHOVER), true, tooLong)).isEqualTo(THROUGH);
        assertThat(plan(new Phase.Stopping(SWITCHOVER), true, tooLong)).isEqualTo(THROUGH);
        assertThat(plan(new Phase.Halted(Reason.NO_CANDIDATE, ""), true, 100)).isEqualTo(THROUGH);
    }

    @Test
    void nobodyIsHeldTwiceForOneSwitchover() {
        PoolerPlan.Done over = new PoolerPlan.Done(null, 0, REQUEST);
        assertThat(plan(new Phase.Stopping(SWITCHOVER), over)).isEqualTo(THROUGH);
        RequestId next = new RequestId("r2");
        assertThat(plan(new Phase.Stopping(new Phase.Switchover(next, N2)), over))
                .isEqualTo(new PoolerPlan.Hold(next));
    }

    @Test
    void aFailoverHoldsNobody() {
        assertThat(plan(new Phase.Promoting(N2, Reason.PRIMARY_SILENT, null), false, 0))
                .isEqualTo(STAY);
        assertThat(plan(freezing(SWITCHOVER), false, 0)).isEqualTo(STAY);
        assertThat(plan(new Phase.Steady(), false, 0)).isEqualTo(THROUGH);
    }

    @Test
    void withoutAPrimaryItStaysAsItIs() {
        ClusterView none = ClusterView.empty(new ClusterId("orders"));
        assertThat(PoolerPlan.of(none, new PoolerPlan.Done(null, 0, null))).isEqualTo(STAY);
    }
}
