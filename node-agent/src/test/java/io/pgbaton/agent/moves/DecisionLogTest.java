package io.pgbaton.agent.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.agent.state.LogBook;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.ServiceAction;
import io.pgbaton.contracts.Term;
import org.junit.jupiter.api.Test;

class DecisionLogTest {

    private static final DecisionLog AT_THREE =
            DecisionLog.unread(Situations.CLUSTER, Situations.ME).read(view(2, 3, 5, 1));

    private static Decision view(long basedOn, long version, long term, int primary) {
        return new Decision.ViewChanged(
                Situations.view(version, term, primary, new Phase.Steady()), basedOn, Reason.NODE_CHANGED, "");
    }

    @Test
    void aReaderMayBeginInTheMiddleOfTheLog() {
        assertThat(AT_THREE.view().version()).isEqualTo(3);
    }

    @Test
    void theFirstOfTwoViewsBasedOnTheSameVersionWins() {
        DecisionLog both = AT_THREE.read(view(3, 4, 6, 2)).read(view(3, 4, 6, 3));
        assertThat(both.view().primary()).contains(new NodeId(2));
        assertThat(both.ignored()).isEqualTo(1);
    }

    @Test
    void theDailyCopyOfTheViewInForceChangesNothing() {
        assertThat(AT_THREE.read(view(2, 3, 5, 1)).view()).isEqualTo(AT_THREE.view());
    }

    @Test
    void aViewOfAnOlderTermIsIgnored() {
        assertThat(AT_THREE.read(view(3, 4, 4, 2)).view()).isEqualTo(AT_THREE.view());
    }

    @Test
    void aCommandThatIsNotBasedOnTheVersionInForceIsIgnored() {
        Decision late = new Decision.Promote(Situations.CLUSTER, 2, new Term(5), Situations.ME, null);
        assertThat(AT_THREE.read(late).orders()).isEqualTo(Orders.NONE);
        assertThat(AT_THREE.read(late).ignored()).isEqualTo(1);
    }

    @Test
    void aCommandForAnotherNodeOrClusterIsNotMine() {
        Decision other = new Decision.Promote(Situations.CLUSTER, 3, new Term(5), new NodeId(3), null);
        Decision foreign = new Decision.Promote(new ClusterId("billing"), 3, new Term(5), Situations.ME, null);
        assertThat(AT_THREE.read(other).read(foreign)).isEqualTo(AT_THREE);
    }

    @Test
    void aCommandOutlivesANewVersionOfItsTermAndNoLonger() {
        DecisionLog told =
                AT_THREE.read(new Decision.Follow(Situations.CLUSTER, 3, new Term(5), Situations.ME, new NodeId(1)));
        assertThat(told.read(view(3, 4, 5, 1)).orders().pending(Decision.Follow.class))
                .isPresent();
        assertThat(told.read(view(3, 4, 6, 1)).orders().pending(Decision.Follow.class))
                .isEmpty();
    }

    @Test
    void aSwitchoverThatWasGivenUpStopsNobodyLater() {
        DecisionLog told = AT_THREE.read(new Decision.Fence(Situations.CLUSTER, 3, new Term(5), Situations.ME));
        assertThat(told.orders().pending(Decision.Fence.class)).isPresent();
        assertThat(told.read(view(3, 4, 5, 1)).orders().pending(Decision.Fence.class))
                .isEmpty();
    }

    @Test
    void whatIsToBeDoneOnceIsDoneOnce() {
        Decision.Serve reload = new Decision.Serve(
                Situations.CLUSTER,
                3,
                new Term(5),
                Situations.ME,
                new Decision.Service(ServiceAction.RELOAD, new RequestId("r1")));
        DecisionLog told = AT_THREE.read(reload);
        assertThat(told.orders().serve()).isEqualTo(reload);
        assertThat(told.served(reload).orders().serve()).isNull();

        LogBook earlierRun = new LogBook(AT_THREE);
        earlierRun.read(reload);
        earlierRun.caughtUp();
        assertThat(earlierRun.log().orders().serve()).isNull();
        earlierRun.read(reload);
        earlierRun.caughtUp();
        assertThat(earlierRun.log().orders().serve()).isEqualTo(reload);
    }

    @Test
    void anElectionIsOpenOnlyWhileTheViewIsFreezing() {
        Phase.Freezing freezing = new Phase.Freezing(new Term(6), Reason.PRIMARY_SILENT, false, null);
        DecisionLog open = AT_THREE.read(
                        new Decision.ViewChanged(Situations.view(4, 5, 1, freezing), 3, Reason.PRIMARY_SILENT, ""))
                .read(new Decision.Freeze(Situations.CLUSTER, 4, new Term(6), false));
        assertThat(open.orders().openElection()).isPresent();
        assertThat(open.read(view(4, 5, 6, 1)).orders().openElection()).isEmpty();
    }

    @Test
    void o4AFreezeOfAViewThatLostIsNoElection() {
        Phase.Freezing freezing = new Phase.Freezing(new Term(6), Reason.PRIMARY_SILENT, false, null);
        Phase.Freezing loser = new Phase.Freezing(new Term(7), Reason.PRIMARY_SILENT, false, null);
        DecisionLog both = AT_THREE.read(
                        new Decision.ViewChanged(Situations.view(4, 5, 1, freezing), 3, Reason.PRIMARY_SILENT, ""))
                .read(new Decision.Freeze(Situations.CLUSTER, 4, new Term(6), false))
                .read(new Decision.ViewChanged(Situations.view(4, 5, 1, loser), 3, Reason.PRIMARY_SILENT, ""))
                .read(new Decision.Freeze(Situations.CLUSTER, 4, new Term(7), false));
        assertThat(both.orders().openElection())
                .map(Decision.Freeze::term)
                .as("whoever promised the loser's term could never promise the one that is open")
                .contains(new Term(6));
    }

    @Test
    void aNodeTheViewDoesNotKnowStreamsFromThePrimary() {
        DecisionLog stranger =
                DecisionLog.unread(Situations.CLUSTER, new NodeId(9)).read(view(2, 3, 5, 1));
        assertThat(stranger.upstream()).contains(new NodeId(1));
    }

    @Test
    void l1cAClaimIsGoodOnlyForTheViewsPrimaryUnderItsTermAndWithNoElectionOpen() {
        assertThat(AT_THREE.upholds(claim(5, 1))).isTrue();
        assertThat(AT_THREE.upholds(claim(5, 2))).isFalse();
        assertThat(AT_THREE.upholds(claim(4, 1))).isFalse();
        assertThat(AT_THREE.upholds(claim(6, 1))).isFalse();
        DecisionLog freezing = AT_THREE.read(new Decision.ViewChanged(
                Situations.view(4, 5, 1, new Phase.Freezing(new Term(6), Reason.PRIMARY_SILENT, false, null)),
                3,
                Reason.PRIMARY_SILENT,
                ""));
        assertThat(freezing.upholds(claim(5, 1))).isFalse();
        DecisionLog promoting = freezing.read(new Decision.ViewChanged(
                Situations.view(5, 6, 2, new Phase.Promoting(new NodeId(1), Reason.FURTHEST_LSN, null)),
                4,
                Reason.FURTHEST_LSN,
                ""));
        assertThat(promoting.upholds(claim(6, 2))).isTrue();
        assertThat(promoting.upholds(claim(5, 1))).isFalse();
    }

    @Test
    void l1cAClaimChangesNothingOfTheView() {
        assertThat(AT_THREE.read(claim(5, 1))).isEqualTo(AT_THREE);
    }

    private static Decision.Claim claim(long term, int node) {
        return new Decision.Claim(Situations.CLUSTER, 3, new Term(term), new NodeId(node), "n");
    }
}
