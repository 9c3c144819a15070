package io.pgbaton.agent.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.agent.lease.Standing;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Term;
import org.junit.jupiter.api.Test;

/// When a node has to give its terms up (rules L3, L4, L7, F8, F9, F10).
class FencesTest {

    @Test
    void thePrimaryWhoseServerIsGoneGivesItsTermBack() {
        assertThat(Situations.atTerm(5)
                        .steady(5, 2)
                        .is(ServerState.CRASHED, Role.PRIMARY)
                        .next())
                .isEqualTo(new Move.Fence(new Term(5), Move.How.AT_ONCE, "the server is gone"));
    }

    @Test
    void aHungPrimaryIsKilledAndReleased() {
        assertThat(Situations.atTerm(5)
                        .steady(5, 2)
                        .is(ServerState.HUNG, Role.PRIMARY)
                        .next())
                .isInstanceOfSatisfying(Move.Fence.class, fence -> {
                    assertThat(fence.term()).isEqualTo(new Term(5));
                    assertThat(fence.how()).isEqualTo(Move.How.AT_ONCE);
                });
    }

    @Test
    void aFencedServerThatSomebodyMadeWritableIsEndedAtOnce() {
        Standing fenced = Standing.NEW.adopt(new Term(5), 1).fence(new Term(5));
        assertThat(Situations.atTerm(5)
                        .bound(fenced)
                        .steady(5, 2)
                        .is(ServerState.RUNNING, Role.PRIMARY)
                        .next())
                .isInstanceOfSatisfying(
                        Move.Fence.class, fence -> assertThat(fence.how()).isEqualTo(Move.How.AT_ONCE));
    }

    @Test
    void aWritableServerEndsWhenAnotherNodeIsPrimaryUnderANewerTerm() {
        assertThat(Situations.atTerm(5)
                        .promoting(6, 1)
                        .is(ServerState.RUNNING, Role.PRIMARY)
                        .next())
                .isInstanceOfSatisfying(
                        Move.Fence.class, fence -> assertThat(fence.term()).isEqualTo(new Term(5)));
    }

    @Test
    void anOldPrimaryThatWasAwayFencesItselfAndRejoins() {
        Situations back = Situations.atTerm(5).steady(6, 1).is(ServerState.CRASHED, Role.PRIMARY);
        assertThat(back.next()).isInstanceOf(Move.Fence.class);
        Standing fenced = Standing.NEW.adopt(new Term(5), 1).fence(new Term(5));
        assertThat(back.bound(fenced).next()).isEqualTo(new Move.Rejoin(new NodeId(1), true));
    }

    @Test
    void aRestartedPrimaryIsReadOnlyAndMarkedFenced() {
        assertThat(Situations.atTerm(5)
                        .steady(5, 2)
                        .is(ServerState.RUNNING, Role.STANDBY)
                        .next())
                .isInstanceOfSatisfying(
                        Move.Fence.class, fence -> assertThat(fence.how()).isEqualTo(Move.How.AT_ONCE));
    }

    @Test
    void f10ATermThatWasGivenAnewAndNotTakenUpIsGivenBackToAnElection() {
        Situations given = Situations.atTerm(5).reaffirmed(6);
        assertThat(given.is(ServerState.RUNNING, Role.STANDBY).next()).isNotInstanceOf(Move.Fence.class);
        Situations electing = given.elected(7);
        Move.Fence fence = new Move.Fence(new Term(6), Move.How.AT_ONCE, "the server came back as a standby");
        assertThat(electing.is(ServerState.RUNNING, Role.STANDBY).next()).isEqualTo(fence);
        assertThat(electing.leased(5, 2_000)
                        .is(ServerState.RUNNING, Role.STANDBY)
                        .next())
                .isEqualTo(fence);
        assertThat(electing.is(ServerState.CRASHED, Role.STANDBY).next())
                .isInstanceOfSatisfying(
                        Move.Fence.class, gone -> assertThat(gone.term()).isEqualTo(new Term(6)));
        assertThat(electing.leased(5, 2_000)
                        .is(ServerState.RUNNING, Role.PRIMARY)
                        .next())
                .isNotInstanceOf(Move.Fence.class);
    }

    @Test
    void f9ACandidateThatNeverPromotedPromisesTheNextTermAsAStandby() {
        Situations electing = Situations.atTerm(5).promoting(6, 2).freezing(6, 2, 7);
        assertThat(electing.next()).isInstanceOf(Move.Freeze.class);
        // unless its claim was good before its server went down
        assertThat(electing.leased(6, 2_000).next())
                .isInstanceOfSatisfying(
                        Move.Fence.class, fence -> assertThat(fence.term()).isEqualTo(new Term(6)));
    }

    @Test
    void l3TheLeaseThatRunsOutEndsTheServerInWhateverStateItIs() {
        Situations due = Situations.atTerm(5).steady(5, 2).leased(5, Situations.RULES.actBefore());
        Move.Fence fence = new Move.Fence(new Term(5), Move.How.FAST, "the lease of term 5 ran out");
        assertThat(due.is(ServerState.RUNNING, Role.PRIMARY).next()).isEqualTo(fence);
        assertThat(due.is(ServerState.RUNNING, Role.STANDBY).next()).isEqualTo(fence);
        assertThat(due.is(ServerState.HUNG, Role.PRIMARY).next()).isEqualTo(fence);
        assertThat(due.past(new Situation.Past(false, false, 0, true, Long.MAX_VALUE))
                        .next())
                .isEqualTo(fence);
        assertThat(due.leased(5, Situations.RULES.actBefore() + 1)
                        .is(ServerState.RUNNING, Role.PRIMARY)
                        .next())
                .isInstanceOf(Move.Adopt.class);
        // it slept past the deadline, or up to where the guard kills: no time is given
        assertThat(due.leased(5, Situations.RULES.killBefore())
                        .is(ServerState.RUNNING, Role.PRIMARY)
                        .next())
                .isEqualTo(new Move.Fence(new Term(5), Move.How.AT_ONCE, "the lease of term 5 ran out"));
    }

    @Test
    void l3AServerThatIsWritableWithoutALeaseIsFenced() {
        Situations writable = Situations.atTerm(5).steady(5, 2).is(ServerState.RUNNING, Role.PRIMARY);
        assertThat(writable.next())
                .isEqualTo(new Move.Fence(new Term(5), Move.How.AT_ONCE, "the server is writable and holds no lease"));
    }

    @Test
    void l3ThePromotionThatWasAskedForStaysPossibleWhenTheServerIsEndedForHavingNoLease() {
        assertThat(Situations.atTerm(5)
                        .promoting(6, 2)
                        .promoteMe(6)
                        .is(ServerState.RUNNING, Role.PRIMARY)
                        .next())
                .isInstanceOfSatisfying(
                        Move.Fence.class, fence -> assertThat(fence.term()).isEqualTo(new Term(5)));
    }

    @Test
    void f9TheFirstPrimaryClaimsAsItIsUnlessAnElectionOpensBefore() {
        Situations registered =
                Situations.atTerm(0).promoting(1, 2).promoteMe(1).is(ServerState.RUNNING, Role.PRIMARY);
        assertThat(registered.next()).isInstanceOf(Move.Promote.class);
        assertThat(registered.freezing(1, 2, 2).next())
                .isInstanceOfSatisfying(
                        Move.Fence.class, fence -> assertThat(fence.term()).isEqualTo(new Term(1)));
    }

    @Test
    void aSwitchoverEndsThePrimaryCleanlyAndOnce() {
        Situations asked = Situations.atTerm(5).steady(5, 2).leased(5, 2_000).is(ServerState.RUNNING, Role.PRIMARY);
        asked = asked.told(new Decision.Fence(Situations.CLUSTER, 1, new Term(5), Situations.ME));
        assertThat(asked.next())
                .isInstanceOfSatisfying(
                        Move.Fence.class, fence -> assertThat(fence.how()).isEqualTo(Move.How.CLEAN));
        Standing fenced = Standing.NEW.adopt(new Term(5), 1).fence(new Term(5));
        assertThat(asked.unleased()
                        .bound(fenced)
                        .is(ServerState.STOPPED, Role.PRIMARY)
                        .next())
                .isInstanceOf(Move.Start.class);
    }
}
