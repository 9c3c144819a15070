package io.pgbaton.agent.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.agent.lease.Standing;
import io.pgbaton.contracts.CloneOptions;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.contracts.Term;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReconcilerTest {

    @Test
    void everyCommandOfTheFailoverServiceHasAMoveOfItsName() {
        var moves = Arrays.stream(Move.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .toList();
        assertThat(Decision.NodeCommand.class.getPermittedSubclasses())
                .allSatisfy(command -> assertThat(moves)
                        .contains(command.getSimpleName().equals("Start") ? "Start" : command.getSimpleName()));
    }

    @Test
    void nothingIsDoneBeforeTheLogIsReadToItsEnd() {
        Situations unread = Situations.atTerm(4)
                .steady(5, 1)
                .is(ServerState.CRASHED, Role.PRIMARY)
                .past(new Situation.Past(false, false, 0, true, Long.MAX_VALUE));
        assertThat(unread.next()).isInstanceOf(Move.Stay.class);
    }

    @Test
    void aForeignDataDirectoryIsNeverTouched() {
        Situations foreign = Situations.atTerm(0)
                .steady(5, 1)
                .server(new Situation.Server(
                        ServerState.RUNNING, Role.PRIMARY, new SystemId("99"), Situation.Upstream.NONE));
        assertThat(foreign.next()).isInstanceOf(Move.Refuse.class);
    }

    @Test
    void aHungStandbyIsOnlyReported() {
        assertThat(Situations.atTerm(5)
                        .steady(5, 1)
                        .is(ServerState.HUNG, Role.STANDBY)
                        .next())
                .isInstanceOf(Move.Stay.class);
    }

    @Test
    void aFencedPrimaryComesBackAsACandidateThatFollowsNobody() {
        Standing fenced = Standing.NEW.adopt(new Term(5), 1).fence(new Term(5));
        Situations down = Situations.atTerm(5).bound(fenced).steady(5, 2).is(ServerState.CRASHED, Role.PRIMARY);
        assertThat(down.next()).isEqualTo(new Move.Start(new Move.Nobody()));
        assertThat(down.is(ServerState.RUNNING, Role.STANDBY).next()).isInstanceOf(Move.Stay.class);
        assertThat(down.is(ServerState.RUNNING, Role.STANDBY).freezing(5, 2, 6).next())
                .isInstanceOf(Move.Freeze.class);
    }

    @Test
    void aServerThatGaveItsTermUpStaysDownForAMomentWhileOthersElect() {
        Standing fenced = Standing.NEW.adopt(new Term(5), 1).fence(new Term(5));
        Situations down = Situations.atTerm(5)
                .bound(fenced)
                .promoting(5, 2)
                .promoteMe(5)
                .steady(5, 2)
                .is(ServerState.CRASHED, Role.PRIMARY)
                .gaveUp(200);
        assertThat(down.next()).isInstanceOf(Move.Stay.class);
        assertThat(down.freezing(5, 2, 6).next()).isInstanceOf(Move.Stay.class);
        assertThat(down.promoting(6, 1).next()).isInstanceOf(Move.Stay.class);
        assertThat(down.promoting(6, 1).gaveUp(1_000).next()).isEqualTo(new Move.Start(new Move.Nobody()));
        assertThat(down.steady(6, 1).next()).isEqualTo(new Move.Rejoin(new NodeId(1), true));
    }

    @Test
    void theOnlyNodeThatCanBeChosenComesBackAtOnce() {
        Standing fenced = Standing.NEW.adopt(new Term(5), 1).fence(new Term(5));
        Situations alone = Situations.atTerm(5)
                .bound(fenced)
                .alone(5)
                .is(ServerState.CRASHED, Role.PRIMARY)
                .gaveUp(1);
        assertThat(alone.next()).isEqualTo(new Move.Start(new Move.Nobody()));
    }

    @Test
    void aHealthyPrimaryStaysAlsoWhileAnElectionIsOpen() {
        Situations healthy = Situations.atTerm(5)
                .bound(Standing.NEW.adopt(new Term(5), 9))
                .leased(5, 2_000)
                .steady(5, 2)
                .is(ServerState.RUNNING, Role.PRIMARY);
        assertThat(healthy.next()).isEqualTo(new Move.Adopt(new Term(5), 1));
        healthy = healthy.adopted();
        assertThat(healthy.next()).isInstanceOf(Move.Stay.class);
        assertThat(healthy.freezing(5, 2, 6).adopted().next()).isInstanceOf(Move.Stay.class);
    }

    @Test
    void aWritablePrimaryTakesItsNewTermWithoutARestart() {
        assertThat(Situations.atTerm(5)
                        .leased(5, 2_000)
                        .promoting(6, 2)
                        .promoteMe(6)
                        .is(ServerState.RUNNING, Role.PRIMARY)
                        .next())
                .isInstanceOf(Move.Promote.class);
    }

    @Test
    void aStandbyAnswersEachFreezeOnce() {
        Situations open = Situations.atTerm(5).freezing(5, 1, 6);
        assertThat(open.next()).isInstanceOf(Move.Freeze.class);
        Situations answered = open.past(new Situation.Past(true, false, 1, true, Long.MAX_VALUE));
        assertThat(answered.next()).isInstanceOf(Move.Stay.class);
    }

    @Test
    void aRepeatedFreezeIsAnsweredAgainUnderTheSameTerm() {
        Situations answered = Situations.atTerm(5)
                .bound(Standing.NEW.adopt(new Term(5), 1).promise(new Term(6)))
                .past(new Situation.Past(true, false, 1, true, Long.MAX_VALUE))
                .freezing(5, 1, 6);
        Situations repeated =
                answered.told(answered.log().orders().openElection().orElseThrow());
        assertThat(repeated.next())
                .isInstanceOfSatisfying(
                        Move.Freeze.class,
                        freeze -> assertThat(freeze.election().term()).isEqualTo(new Term(6)));
        assertThat(repeated.past(new Situation.Past(true, false, 2, true, Long.MAX_VALUE))
                        .next())
                .isInstanceOf(Move.Stay.class);
        // a newer version of the view that is still freezing, as when the old primary's release is learnt
        assertThat(repeated.past(new Situation.Past(true, false, 2, true, Long.MAX_VALUE))
                        .freezing(5, 1, 6)
                        .next())
                .isInstanceOf(Move.Freeze.class);
    }

    @Test
    void aStandbyThatPromisedMoreDoesNotAnswerAnOlderElection() {
        Standing promised = Standing.NEW.adopt(new Term(5), 1).promise(new Term(8));
        assertThat(Situations.atTerm(5).bound(promised).freezing(5, 1, 6).next())
                .isInstanceOf(Move.Stay.class);
    }

    @Test
    void theChosenStandbyIsPromoted() {
        assertThat(Situations.atTerm(5)
                        .freezing(5, 1, 6)
                        .promoting(6, 2)
                        .promoteMe(6)
                        .next())
                .isInstanceOf(Move.Promote.class);
    }

    @Test
    void aPromotionBelowThePromiseChangesNothing() {
        Standing promised = Standing.NEW.adopt(new Term(5), 1).promise(new Term(8));
        assertThat(Situations.atTerm(5)
                        .bound(promised)
                        .promoting(6, 2)
                        .promoteMe(6)
                        .next())
                .isInstanceOf(Move.Stay.class);
    }

    @Test
    void nobodyIsFollowedBeforeTheCandidateIsPrimary() {
        assertThat(Situations.atTerm(5).promoting(6, 1).next()).isInstanceOf(Move.Stay.class);
    }

    @Test
    void aStandbyFollowsTheNewPrimaryFromTheViewAlone() {
        assertThat(Situations.atTerm(5).steady(6, 3).following(1, true, 0).next())
                .isEqualTo(new Move.Follow(new NodeId(3)));
    }

    @Test
    void anAttachedStandbyAdoptsTheTermAndStays() {
        Situations attached = Situations.atTerm(5).steady(6, 3).following(3, true, 0);
        assertThat(attached.next()).isEqualTo(new Move.Adopt(new Term(6), 1));
        assertThat(attached.bound(Standing.NEW.adopt(new Term(6), 1)).next()).isInstanceOf(Move.Stay.class);
    }

    @Test
    void aStandbyThatDoesNotAttachIsLookedInto() {
        assertThat(Situations.atTerm(6).steady(6, 3).following(3, false, 1_000).next())
                .isInstanceOf(Move.Stay.class);
        assertThat(Situations.atTerm(6).steady(6, 3).following(3, false, 60_000).next())
                .isEqualTo(new Move.Rejoin(new NodeId(3), true));
    }

    @Test
    void aPromotionThatIsAskedForAgainStillFetchesTheTail() {
        Decision.Tail tail = new Decision.Tail(new NodeId(1), "http://h1", 2_000, true);
        Situations promoting = Situations.atTerm(5).promoting(6, 2);
        long version = promoting.log().view().version();
        Situations asked = promoting
                .told(new Decision.Promote(Situations.CLUSTER, version, new Term(6), Situations.ME, tail))
                .promoteMe(6);
        assertThat(asked.log().orders().pending(Decision.Promote.class).map(Decision.Promote::tail))
                .contains(tail);
    }

    @Test
    void anOrderToRejoinIsDoneWithOnceTheNodeHasStreamed() {
        Situations asked = Situations.atTerm(6).steady(6, 3).following(3, false, 100);
        asked = asked.told(new Decision.Rejoin(
                Situations.CLUSTER, 1, new Term(6), Situations.ME, new Decision.Returning(new NodeId(3), true)));
        assertThat(asked.next()).isEqualTo(new Move.Rejoin(new NodeId(3), true));
        assertThat(asked.adopted().next()).isInstanceOf(Move.Stay.class);
    }

    @Test
    void aHalfRebuiltDirectoryIsNeverStarted() {
        Situations half = Situations.atTerm(5)
                .is(ServerState.STOPPED, Role.STANDBY)
                .past(new Situation.Past(true, true, 0, true, Long.MAX_VALUE));
        assertThat(half.next()).isInstanceOf(Move.Stay.class);
        assertThat(half.steady(6, 1).next()).isInstanceOf(Move.Rejoin.class);
    }

    @Test
    void aStoppedStandbyStaysStoppedUntilItIsStarted() {
        Situations stopped = Situations.atTerm(5)
                .steady(5, 1)
                .told(new Decision.Stop(Situations.CLUSTER, 1, new Term(5), Situations.ME));
        assertThat(stopped.next()).isEqualTo(new Move.Stop());
        Situations resting = stopped.bound(stopped.standing().rest(true)).is(ServerState.STOPPED, Role.STANDBY);
        assertThat(resting.next()).isInstanceOf(Move.Stay.class);
        assertThat(resting.told(new Decision.Start(Situations.CLUSTER, 1, new Term(5), Situations.ME))
                        .next())
                .isEqualTo(new Move.Resume());
    }

    @Test
    void anEmptyDirectoryIsFilledOnlyWhenAsked() {
        Situations empty = Situations.atTerm(0)
                .steady(5, 1)
                .server(new Situation.Server(ServerState.NO_DATA, null, null, Situation.Upstream.NONE));
        assertThat(empty.next()).isInstanceOf(Move.Stay.class);
        Decision clone = new Decision.Clone(Situations.CLUSTER, 1, new Term(5), Situations.ME, new NodeId(1));
        assertThat(empty.told(clone).next()).isEqualTo(new Move.Clone(new NodeId(1), CloneOptions.NONE, null));
    }

    /// What an operator empties to fill it in a way of his own is not filled by an order from last week.
    @Test
    void anOrderToCloneIsCarriedOutOnce() {
        RequestId first = new RequestId("r1");
        RequestId second = new RequestId("r2");
        Situations emptiedAgain = Situations.atTerm(0)
                .steady(5, 1)
                .server(new Situation.Server(ServerState.NO_DATA, null, null, Situation.Upstream.NONE))
                .past(new Situation.Past(true, false, 0, true, Long.MAX_VALUE, first));

        assertThat(emptiedAgain.told(toClone(first)).next()).isInstanceOf(Move.Stay.class);
        assertThat(emptiedAgain.told(toClone(second)).next())
                .isEqualTo(new Move.Clone(new NodeId(1), CloneOptions.NONE, second));
    }

    private static Decision toClone(RequestId request) {
        return new Decision.Clone(Situations.CLUSTER, 1, new Term(5), Situations.ME, new NodeId(1), null, request);
    }

    /// `rejoin_by_clone` is about what is there: here nothing is.
    @Test
    void aCloneThatWasCutShortBeginsAgainByItself() {
        Situations cut = Situations.atTerm(0)
                .steady(5, 1)
                .server(new Situation.Server(ServerState.NO_DATA, null, null, Situation.Upstream.NONE))
                .past(new Situation.Past(true, true, 0, false, Long.MAX_VALUE));
        assertThat(cut.next()).isEqualTo(new Move.Rejoin(new NodeId(1), true));
    }

    @Test
    void anUnregisteredServerThatIsDownStartsAsItWasSetUp() {
        assertThat(Situations.atTerm(0).is(ServerState.STOPPED, Role.PRIMARY).next())
                .isEqualTo(new Move.Start(new Move.AsConfigured()));
    }

    @Test
    void aWritableServerWithoutARegisteredPrimaryIsLeftAlone() {
        assertThat(Situations.atTerm(0).is(ServerState.RUNNING, Role.PRIMARY).next())
                .isInstanceOf(Move.Stay.class);
    }
}
