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
import java.util.Optional;
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
        assertThat(kinship(promoted(2, 5), opened(2, 6))).isEqualTo(other(2, 5));
        assertThat(kinship(promoted(2, 5), opened(3, 6))).isEqualTo(other(2, 5));
        assertThat(promoted(2, 5).isInDoubt(List.of(opened(2, 6)), Optional.empty()))
                .isTrue();
    }

    @Test
    void r4AServerThatIsWritableOnATimelineNobodyHereOpenedWasPromotedByHand() {
        Lineage attached = Lineage.UNKNOWN.attachedUnder(view(new Phase.Steady(), 2, opened(2, 4)), new Timeline(2));
        assertThat(attached.writableOn(new Timeline(2))).isEqualTo(attached);

        Lineage byHand = attached.writableOn(new Timeline(3));
        assertThat(byHand.opened()).containsExactly(opened(2, 4), new ClusterView.Opened(new Timeline(3), Term.NONE));
        assertThat(byHand.kinship(
                        List.of(opened(2, 4), opened(3, 6)), history(3, "0/5000000"), history(3, "0/5000000"), true))
                .isEqualTo(other(3, 0));
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
        assertThat(kinship(promoted(2, 5), opened(2, 5), opened(3, 6))).isEqualTo(SAME);
        assertThat(promoted(2, 5).isInDoubt(List.of(opened(2, 5), opened(3, 6)), Optional.of(new Timeline(2))))
                .isFalse();
    }

    @Test
    void aTimelineTheOtherServerDoesNotHaveIsNoneOfTheSameNumber() {
        TimelineHistory without =
                TimelineHistory.parse(new Timeline(3), "1\t0/5000000\tno recovery target specified\n");
        assertThat(promoted(2, 5).kinship(List.of(opened(3, 6)), history(2, "0/5000000"), without, true))
                .isEqualTo(SAME);
    }

    @Test
    void nothingIsHeldAgainstATimelineTheClusterSaysNothingOf() {
        assertThat(kinship(promoted(2, 5))).isEqualTo(SAME);
        assertThat(promoted(3, 5)
                        .kinship(List.of(opened(2, 4)), history(3, "0/5000000"), history(3, "0/5000000"), true))
                .isEqualTo(SAME);
    }

    @Test
    void r4WhatNobodySawOpenedIsToldApartByWhereItBeginsAndThenByWhatIsWritten() {
        Lineage.Kinship begunElsewhere =
                promoted(2, 5).kinship(List.of(opened(2, 5)), history(3, "0/6000000"), history(3, "0/7000000"), true);
        assertThat(begunElsewhere).isEqualTo(other(3, 0));
        Lineage.Kinship begunThere =
                promoted(2, 5).kinship(List.of(opened(2, 5)), history(3, "0/6000000"), history(3, "0/6000000"), true);
        assertThat(begunThere).isInstanceOfSatisfying(Lineage.Kinship.Untold.class, untold -> {
            assertThat(untold.strange()).isTrue();
            assertThat(untold.told(true)).isEqualTo(SAME);
            assertThat(untold.told(false)).isEqualTo(other(3, 0));
        });
        assertThat(promoted(2, 5).isInDoubt(List.of(opened(2, 5)), Optional.of(new Timeline(3))))
                .isTrue();
    }

    @Test
    void r4OfAnUnknownPastNothingIsStrange() {
        Lineage.Kinship unknown =
                Lineage.UNKNOWN.kinship(List.of(opened(2, 4)), history(2, "0/5000000"), history(2, "0/5000000"), true);
        assertThat(unknown).isEqualTo(new Lineage.Kinship.Untold(opened(2, 0), false));
        assertThat(Lineage.UNKNOWN.isInDoubt(List.of(opened(2, 4)), Optional.of(new Timeline(2))))
                .isTrue();
        assertThat(Lineage.UNKNOWN.isInDoubt(List.of(), Optional.of(new Timeline(2))))
                .isFalse();
    }

    @Test
    void r4WhatWasSeenIsComparedAllTheSameWhenItHasBeenSeenToFail() {
        Lineage.Kinship seen =
                promoted(3, 6).kinship(List.of(opened(3, 6)), history(3, "0/6000000"), history(3, "0/6000000"), false);
        assertThat(seen).isEqualTo(new Lineage.Kinship.Untold(opened(3, 6), false));
        assertThat(((Lineage.Kinship.Untold) seen).told(false)).isEqualTo(other(3, 6));
    }

    private static final Lineage.Kinship SAME = new Lineage.Kinship.Same();

    private static Lineage.Kinship other(long timeline, long term) {
        return new Lineage.Kinship.Other(opened(timeline, term));
    }

    /// To a server on timeline 3 that has timeline 2 too, as this one has, from the same place on.
    private static Lineage.Kinship kinship(Lineage own, ClusterView.Opened... known) {
        TimelineHistory theirs = TimelineHistory.parse(new Timeline(3), "1\t0/5000000\tno\n2\t0/6000000\tno\n");
        return own.kinship(List.of(known), history(2, "0/5000000"), theirs, true);
    }

    private static TimelineHistory history(long current, String begin) {
        return TimelineHistory.parse(
                new Timeline(current), (current - 1) + "\t" + begin + "\tno recovery target specified\n");
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
