package io.pgbaton.agent.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Term;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// L = 3000, h = 500, a = 600, g = 300. Terms of node 1; followers 2 and 3.
class LeaseClockTest {

    private static final LeaseRules RULES = LeaseRules.of(Duration.ofSeconds(3), Duration.ofMillis(500));
    private static final NodeId TWO = new NodeId(2);
    private static final NodeId THREE = new NodeId(3);
    private static final LeaseClock CANDIDATE = LeaseClock.none(RULES).lead(reign(7, 4, TWO, THREE), 10_000);

    /// Claimed at 10 000.
    private static final LeaseClock BEGUN = CANDIDATE.claimSent("a", 10_000).claimRead("a", true, 10_020);

    private static LeaseClock.Reign reign(long term, long view, NodeId... asked) {
        return new LeaseClock.Reign(new Term(term), view, Set.of(asked));
    }

    private static LeaseClock.Beat beat(long term, long sentAt) {
        return new LeaseClock.Beat(new Term(term), sentAt);
    }

    private static LeaseClock.GrantAsked asked(NodeId from, long sentAt) {
        return new LeaseClock.GrantAsked(from, new Term(7), sentAt);
    }

    @Test
    void l1cOnlyAClaimBeginsALease() {
        assertThat(CANDIDATE.claimDue(10_000)).isTrue();
        LeaseClock without = CANDIDATE
                .acknowledged(beat(7, 10_000), 10_010)
                .granted(asked(TWO, 10_000), 10_010)
                .granted(asked(THREE, 10_000), 10_010);
        assertThat(without.begun()).isFalse();
        assertThat(without.holds(10_010)).isFalse();
        assertThat(BEGUN.holds(12_999)).isTrue();
        assertThat(BEGUN.holds(13_000)).isFalse();
        assertThat(BEGUN.busUntil()).isEqualTo(13_000);
    }

    @Test
    void l1cAVoidClaimBeginsNothingAndAnotherMayBeSent() {
        LeaseClock refused = CANDIDATE.claimSent("a", 10_000).claimRead("a", false, 10_020);
        assertThat(refused.begun()).isFalse();
        assertThat(refused.claimDue(10_020)).isTrue();
    }

    @Test
    void l1cAClaimReadTooLateBeginsNothing() {
        assertThat(CANDIDATE.claimSent("a", 10_000).claimRead("a", true, 13_000).begun())
                .isFalse();
    }

    @Test
    void l1cAClaimWhoseSendTimeIsNotKnownBeginsNothing() {
        assertThat(CANDIDATE.claimRead("of another run", true, 10_020).begun()).isFalse();
    }

    @Test
    void l1cAClaimThatIsNotReadBackIsSentAgainAndEitherCounts() {
        LeaseClock waiting = CANDIDATE.claimSent("a", 10_000);
        assertThat(waiting.claimDue(10_000 + RULES.claimPatience() - 1)).isFalse();
        assertThat(waiting.claimDue(10_000 + RULES.claimPatience())).isTrue();
        LeaseClock two = waiting.claimSent("b", 11_000);
        assertThat(two.claimRead("a", true, 11_500).busUntil()).isEqualTo(13_000);
        assertThat(two.claimRead("b", true, 11_500).busUntil()).isEqualTo(14_000);
    }

    @Test
    void l1AnAcknowledgementRenewsFromWhenTheHeartbeatWasSentInAnyOrder() {
        LeaseClock later = BEGUN.acknowledged(beat(7, 10_900), 11_000);
        assertThat(later.busUntil()).isEqualTo(13_900);
        assertThat(later.acknowledged(beat(7, 10_400), 11_001).busUntil()).isEqualTo(13_900);
    }

    @Test
    void l1AnAcknowledgementAfterTheLapseRenewsNothing() {
        assertThat(BEGUN.acknowledged(beat(7, 12_900), 13_000).holds(13_000)).isFalse();
        assertThat(BEGUN.acknowledged(beat(7, 12_900), 12_999).holds(15_899)).isTrue();
    }

    @Test
    void l1AnAcknowledgementAfterTheLapseOfTheBusRouteRenewsNothingWhileThePeersHold() {
        LeaseClock peers = peers(BEGUN, 12_500);
        LeaseClock late = peers.acknowledged(beat(7, 12_900), 13_100);
        assertThat(late.busHolds(13_100)).isFalse();
        assertThat(late.busUntil()).isEqualTo(13_000);
        assertThat(late.holds(15_499)).isTrue();
        assertThat(late.holds(15_500)).isFalse();
    }

    @Test
    void l1AHeartbeatOfAnotherTermDoesNotCount() {
        assertThat(BEGUN.acknowledged(beat(6, 11_000), 11_010).busUntil()).isEqualTo(13_000);
    }

    @Test
    void l1cTheBusRouteComesBackByAClaimWhileThePeersHold() {
        LeaseClock peers = peers(BEGUN, 12_500);
        assertThat(peers.claimDue(12_999)).isFalse();
        assertThat(peers.claimDue(13_000)).isTrue();
        LeaseClock back = peers.claimSent("b", 13_100).claimRead("b", true, 13_200);
        assertThat(back.busUntil()).isEqualTo(16_100);
        assertThat(back.acknowledged(beat(7, 13_300), 13_310).busUntil()).isEqualTo(16_300);
    }

    @Test
    void l1cNoClaimBringsALeaseBackThatRanOut() {
        LeaseClock claimed = BEGUN.claimSent("b", 12_900).claimRead("b", true, 13_000);
        assertThat(claimed.holds(13_000)).isFalse();
        assertThat(claimed.claimDue(13_100)).isFalse();
    }

    @Test
    void l2TheRouteHoldsFromTheEarliestRequestOnceAllHaveGranted() {
        LeaseClock one = BEGUN.granted(asked(TWO, 10_600), 10_610);
        assertThat(one.peerHolds(10_610)).isFalse();
        LeaseClock both = one.granted(asked(THREE, 10_500), 10_700);
        assertThat(both.peerUntil()).isEqualTo(13_500);
        assertThat(both.granted(asked(TWO, 11_000), 11_010).peerUntil()).isEqualTo(13_500);
        assertThat(both.granted(asked(TWO, 11_000), 11_010)
                        .granted(asked(THREE, 11_100), 11_110)
                        .peerUntil())
                .isEqualTo(14_000);
    }

    @Test
    void l2NoGrantBringsALeaseBackThatRanOut() {
        LeaseClock one = BEGUN.granted(asked(TWO, 12_900), 12_910);
        assertThat(one.granted(asked(THREE, 12_900), 13_000).holds(13_000)).isFalse();
        assertThat(peers(BEGUN, 12_500).granted(asked(TWO, 15_499), 15_500).holds(15_500))
                .isFalse();
    }

    @Test
    void l2NobodyIsAskedWithoutALeaseAndAloneOnlyTheBusCounts() {
        assertThat(CANDIDATE.grantsWanted(10_000)).isEmpty();
        assertThat(BEGUN.grantsWanted(10_100)).containsExactlyInAnyOrder(TWO, THREE);
        assertThat(BEGUN.grantsWanted(13_000)).isEmpty();
        LeaseClock alone = BEGUN.lead(reign(7, 5), 10_100);
        assertThat(alone.granted(asked(TWO, 10_100), 10_110).peerUntil()).isEqualTo(LeaseClock.NEVER);
    }

    @Test
    void m1UnderANewerViewAllThatItAsksHaveToGrant() {
        NodeId four = new NodeId(4);
        LeaseClock one = BEGUN.granted(asked(TWO, 10_500), 10_510);
        LeaseClock more = one.lead(reign(7, 5, TWO, THREE, four), 10_520).granted(asked(THREE, 10_500), 10_530);
        assertThat(more.peerHolds(10_530)).isFalse();
        // what two granted before binds it all the same
        assertThat(more.granted(asked(four, 10_540), 10_550).peerUntil()).isEqualTo(13_500);
        LeaseClock fewer = one.lead(reign(7, 5, THREE), 10_520);
        assertThat(fewer.granted(asked(TWO, 10_540), 10_550).peerUntil()).isEqualTo(LeaseClock.NEVER);
        assertThat(fewer.granted(asked(THREE, 10_540), 10_550).peerUntil()).isEqualTo(13_540);
        // who left and came back is asked anew
        assertThat(fewer.lead(reign(7, 6, TWO, THREE), 10_560)
                        .granted(asked(THREE, 10_570), 10_580)
                        .peerHolds(10_580))
                .isFalse();
    }

    @Test
    void m1ADeadlineThatWasEarnedStaysUnderANewerView() {
        assertThat(peers(BEGUN, 11_000).lead(reign(7, 5, TWO), 11_100).peerUntil())
                .isEqualTo(14_000);
        assertThat(BEGUN.lead(reign(7, 3, TWO), 11_100).reign().view()).isEqualTo(4);
    }

    @Test
    void f10AHolderTakesANewerTermWithoutAGap() {
        LeaseClock newer = peers(BEGUN, 10_500).lead(reign(8, 6, TWO, THREE), 11_000);
        assertThat(newer.term()).isEqualTo(new Term(8));
        assertThat(newer.begun()).isTrue();
        assertThat(newer.busUntil()).isEqualTo(13_000);
        assertThat(newer.peerUntil()).isEqualTo(13_500);
        assertThat(newer.claimDue(11_000)).isFalse();
        assertThat(newer.acknowledged(beat(7, 10_900), 11_010).busUntil()).isEqualTo(13_000);
        assertThat(newer.acknowledged(beat(8, 11_000), 11_010).busUntil()).isEqualTo(14_000);
    }

    @Test
    void f10OneThatHoldsNoLeaseClaimsItsNewerTermLikeAnyCandidate() {
        LeaseClock newer = BEGUN.lead(reign(8, 6, TWO, THREE), 13_000);
        assertThat(newer.begun()).isFalse();
        assertThat(newer.holds(13_000)).isFalse();
        assertThat(newer.claimDue(13_000)).isTrue();
    }

    @Test
    void f10AClaimOfTheOldTermBeginsNothingUnderTheNewOne() {
        LeaseClock newer = CANDIDATE.claimSent("a", 10_000).lead(reign(8, 6, TWO), 10_010);
        assertThat(newer.claimRead("a", true, 10_020).begun()).isFalse();
    }

    @Test
    void f7AnOlderTermChangesNothing() {
        assertThat(BEGUN.lead(reign(6, 9), 11_000)).isSameAs(BEGUN);
    }

    @Test
    void l3TheAgentActsAheadOfTheDeadline() {
        assertThat(BEGUN.fenceAt()).isEqualTo(12_400);
        assertThat(BEGUN.fenceDue(12_399)).isFalse();
        assertThat(BEGUN.fenceDue(12_400)).isTrue();
        assertThat(CANDIDATE.fenceDue(99_000)).isFalse();
        assertThat(peers(BEGUN, 12_000).fenceDue(12_400)).isFalse();
    }

    @Test
    void l3TheServerMayEndByItselfForATenthOfTheLeaseAndNotIntoTheGuardsMargin() {
        assertThat(BEGUN.fastAttempt(12_400)).isEqualTo(300);
        assertThat(BEGUN.fastAttempt(12_600)).isEqualTo(100);
        assertThat(BEGUN.fastAttempt(12_700)).isZero();
        assertThat(BEGUN.fastAttempt(19_000)).isZero();
        assertThat(LeaseClock.none(RULES).fastAttempt(19_000)).isZero();
    }

    @Test
    void l3NothingOnItsWayCountsAfterTheEnd() {
        LeaseClock ended = BEGUN.claimSent("b", 12_000).ended();
        assertThat(ended.claimRead("b", true, 12_010)
                        .acknowledged(beat(7, 12_000), 12_010)
                        .leads())
                .isFalse();
    }

    @Test
    void l7ARestartedAgentGoesOnWithBothDeadlinesAndForgetsWhatWasInFlight() {
        LeaseRecord written = peers(BEGUN, 11_000).record("boot", "/data");
        LeaseClock again = LeaseClock.resumed(RULES, written);
        assertThat(again.busUntil()).isEqualTo(13_000);
        assertThat(again.peerUntil()).isEqualTo(14_000);
        assertThat(again.term()).isEqualTo(new Term(7));
        assertThat(again.claimRead("b", true, 12_010).busUntil()).isEqualTo(13_000);
        assertThat(again.grantsWanted(12_000)).isEmpty();
        assertThat(again.lead(reign(7, 4, TWO, THREE), 12_000).grantsWanted(12_000))
                .hasSize(2);
    }

    private static LeaseClock peers(LeaseClock clock, long sentAt) {
        return clock.granted(asked(TWO, sentAt), sentAt + 1).granted(asked(THREE, sentAt), sentAt + 2);
    }
}
