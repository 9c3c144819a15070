package io.pgbaton.agent.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Term;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Node 1 is primary of three.
class SlotPlanTest {

    private static final ClusterView STEADY = Situations.view(3, 5, 1, new Phase.Steady());
    private static final NodeId PRIMARY = new NodeId(1);

    private static SlotPlan.Slot slot(String name, boolean active) {
        return new SlotPlan.Slot(name, active);
    }

    @Test
    void r3ThePrimaryHoldsASlotForEachThatStreamsFromIt() {
        assertThat(SlotPlan.of(STEADY, PRIMARY, List.of(slot("repmgr_slot_2", true))))
                .isEqualTo(new SlotPlan(List.of("repmgr_slot_3"), List.of()));
    }

    @Test
    void r3SlotsOfDepartedNodesAreDroppedUnlessSomebodyUsesThem() {
        List<SlotPlan.Slot> there = List.of(
                slot("repmgr_slot_2", false),
                slot("repmgr_slot_3", false),
                slot("repmgr_slot_8", false),
                slot("repmgr_slot_9", true),
                slot("somebody_elses", false));
        assertThat(SlotPlan.of(STEADY, PRIMARY, there)).isEqualTo(new SlotPlan(List.of(), List.of("repmgr_slot_8")));
    }

    @Test
    void r3AStandbyHoldsNoneBackFromWhenItWasPrimary() {
        assertThat(SlotPlan.of(STEADY, new NodeId(2), List.of(slot("repmgr_slot_3", false))))
                .isEqualTo(new SlotPlan(List.of(), List.of("repmgr_slot_3")));
    }

    @Test
    void r3NothingChangesBetweenTwoPrimaries() {
        List<SlotPlan.Slot> there = List.of(slot("repmgr_slot_8", false));
        Phase.Freezing freezing = new Phase.Freezing(new Term(6), Reason.PRIMARY_SILENT, false, null);
        assertThat(SlotPlan.of(Situations.view(3, 5, 1, freezing), PRIMARY, there))
                .isEqualTo(new SlotPlan(List.of(), List.of()));
        assertThat(SlotPlan.of(ClusterView.empty(Situations.CLUSTER), PRIMARY, there))
                .isEqualTo(new SlotPlan(List.of(), List.of()));
    }
}
