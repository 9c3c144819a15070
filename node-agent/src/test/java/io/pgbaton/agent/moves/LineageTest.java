package io.pgbaton.agent.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LineageTest {

    @Test
    void aSeenPromotionIsRemembered() {
        assertThat(promoted(2, 5).opened()).containsExactly(opened(2, 5));
        assertThat(promoted(2, 5).attempt()).isNull();
    }

    @Test
    void aPromotionThatCrashedHalfWayCountsWhenItsTimelineIsOnDisk() {
        Lineage begun = promoted(2, 5).attempting(new Term(7), new Timeline(2));
        assertThat(begun.settled(new Timeline(3)).opened()).containsExactly(opened(2, 5), opened(3, 7));
        assertThat(begun.settled(new Timeline(2))).isEqualTo(promoted(2, 5));
    }

    @Test
    void aSecondAttemptOfTheSameServerDoesNotForgetTheFirst() {
        Lineage begun = Lineage.UNKNOWN.attempting(new Term(5), new Timeline(1));
        assertThat(begun.attempting(new Term(6), new Timeline(2)).opened()).containsExactly(opened(2, 5));
    }

    @Test
    void anAttachedStandbyHasThePrimarysHistoryOnceItIsOnItsTimeline() {
        ClusterView view = view(new Phase.Steady(), 3, opened(2, 4), opened(3, 6));
        assertThat(promoted(2, 5).attachedUnder(view, new Timeline(3)).opened())
                .containsExactly(opened(2, 4), opened(3, 6));
        assertThat(promoted(2, 5).attachedUnder(view, new Timeline(2))).isEqualTo(promoted(2, 5));
    }

    @Test
    void aViewThatIsNotSteadyNamesNobodysHistory() {
        Phase promoting = new Phase.Promoting(null, Reason.PRIMARY_SILENT, null);
        assertThat(promoted(2, 5).attachedUnder(view(promoting, 2, opened(2, 4)), new Timeline(2)))
                .isEqualTo(promoted(2, 5));
    }

    @Test
    void r4TheSameNumberFromAnotherTermIsAnotherTimeline() {
        assertThat(promoted(2, 5).taken(List.of(opened(2, 6)), _ -> true)).contains(opened(2, 5));
        assertThat(promoted(2, 5).taken(List.of(opened(3, 6)), _ -> true)).contains(opened(2, 5));
    }

    @Test
    void r4AServerThatIsWritableOnATimelineNobodyHereOpenedWasPromotedByHand() {
        Lineage attached = Lineage.UNKNOWN.attachedUnder(view(new Phase.Steady(), 2, opened(2, 4)), new Timeline(2));
        assertThat(attached.exceedsWhatIsKnown(new Timeline(2))).isFalse();
        assertThat(attached.writableOn(new Timeline(2))).isEqualTo(attached);

        Lineage byHand = attached.writableOn(new Timeline(3));
        assertThat(byHand.opened()).containsExactly(opened(2, 4), new ClusterView.Opened(new Timeline(3), Term.NONE));
        assertThat(byHand.taken(List.of(opened(2, 4), opened(3, 6)), _ -> true))
                .contains(new ClusterView.Opened(new Timeline(3), Term.NONE));
    }

    @Test
    void aPromotionByThisAgentIsNotByHandAndOfAnUnknownPastNothingIsSaid() {
        Lineage begun = promoted(2, 5).attempting(new Term(7), new Timeline(2));
        assertThat(begun.writableOn(new Timeline(3))).isEqualTo(begun);
        assertThat(begun.settled(new Timeline(3)).writableOn(new Timeline(3)).opened())
                .containsExactly(opened(2, 5), opened(3, 7));
        assertThat(Lineage.UNKNOWN.writableOn(new Timeline(3))).isEqualTo(Lineage.UNKNOWN);
    }

    @Test
    void theSameOpeningIsTheSameTimeline() {
        assertThat(promoted(2, 5).taken(List.of(opened(2, 5), opened(3, 6)), _ -> true))
                .isEmpty();
    }

    @Test
    void aTimelineTheOtherServerDoesNotHaveIsNoneOfTheSameNumber() {
        assertThat(promoted(2, 5).taken(List.of(opened(3, 6)), timeline -> timeline.value() == 3))
                .isEmpty();
    }

    @Test
    void nothingIsHeldAgainstATimelineTheClusterSaysNothingOf() {
        assertThat(promoted(2, 5).taken(List.of(), _ -> true)).isEmpty();
        assertThat(promoted(3, 5).taken(List.of(opened(2, 4)), _ -> true)).isEmpty();
        assertThat(Lineage.UNKNOWN.taken(List.of(opened(2, 4)), _ -> true)).isEmpty();
    }

    private static Lineage promoted(long timeline, long term) {
        return Lineage.UNKNOWN
                .attempting(new Term(term), new Timeline(timeline - 1))
                .settled(new Timeline(timeline));
    }

    private static ClusterView.Opened opened(long timeline, long term) {
        return new ClusterView.Opened(new Timeline(timeline), new Term(term));
    }

    private static ClusterView view(Phase phase, long timeline, ClusterView.Opened... opened) {
        ClusterView.Reign reign = new ClusterView.Reign(
                new Term(9),
                new NodeId(1),
                null,
                new Timeline(timeline),
                Stream.of(opened).toList(),
                null);
        return new ClusterView(new ClusterId("orders"), 4, reign, phase, List.of());
    }
}
