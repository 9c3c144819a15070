package io.pgbaton.agent.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.agent.lease.LeaseClock;
import io.pgbaton.agent.lease.Standing;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Term;
import org.junit.jupiter.api.Test;

/// Node 2 is told to promote under term 6.
class PromotionStepTest {

    private static final PromotionStep.Progress NONE = PromotionStep.Progress.NONE;
    private static final long NOW = Situations.NOW;
    private static final DecisionLog CHOSEN =
            Situations.atTerm(5).promoting(6, 2).promoteMe(6).log();
    private static final Standing PROMISED = Standing.NEW.adopt(new Term(5), 1).promise(new Term(6));
    private static final LeaseClock NO_LEASE = LeaseClock.none(Situations.RULES);
    private static final LeaseClock CANDIDATE = NO_LEASE.lead(LeaseClock.Reign.of(CHOSEN.view(), Situations.ME), NOW);
    private static final LeaseClock BEGUN = CANDIDATE.claimSent("a", NOW).claimRead("a", true, NOW + 5);

    private static Decision.Promote command(boolean tail) {
        Decision.Tail from = tail ? new Decision.Tail(new NodeId(1), "http://h1", 2_000, false) : null;
        return new Decision.Promote(Situations.CLUSTER, 1, new Term(6), Situations.ME, from);
    }

    private static PromotionStep next(LeaseClock lease, long now, PromotionStep.Progress progress) {
        return next(CHOSEN, lease, now, progress);
    }

    private static PromotionStep next(DecisionLog log, LeaseClock lease, long now, PromotionStep.Progress progress) {
        return PromotionStep.next(command(false), new PromotionStep.Look(log, PROMISED, lease, now), progress);
    }

    @Test
    void f7TheWayIsAcceptClaimArmCallDone() {
        assertThat(next(NO_LEASE, NOW, NONE)).isEqualTo(new PromotionStep.Accept());
        assertThat(next(CANDIDATE, NOW, NONE)).isEqualTo(new PromotionStep.Claim());
        assertThat(next(CANDIDATE.claimSent("a", NOW), NOW + 1, NONE)).isEqualTo(new PromotionStep.Await());
        assertThat(next(BEGUN, NOW + 5, NONE)).isEqualTo(new PromotionStep.Arm());
        PromotionStep.Progress armed = NONE.armedFor(new Term(6));
        assertThat(next(BEGUN, NOW + 6, armed)).isEqualTo(new PromotionStep.Call());
        assertThat(next(BEGUN, NOW + 7, armed.withCall())).isEqualTo(new PromotionStep.Await());
        assertThat(next(BEGUN, NOW + 90, armed.withCall().seen(true, false))).isEqualTo(new PromotionStep.Done());
    }

    @Test
    void f7APromotionBelowThePromiseOrTheFenceIsRefused() {
        PromotionStep.Look promised = new PromotionStep.Look(CHOSEN, PROMISED.promise(new Term(7)), NO_LEASE, NOW);
        PromotionStep.Look fenced = new PromotionStep.Look(CHOSEN, PROMISED.fence(new Term(6)), NO_LEASE, NOW);
        assertThat(PromotionStep.next(command(false), promised, NONE)).isInstanceOf(PromotionStep.Refuse.class);
        assertThat(PromotionStep.next(command(false), fenced, NONE)).isInstanceOf(PromotionStep.Refuse.class);
    }

    @Test
    void f5aTheTailIsFetchedBeforeTheLeaseBegins() {
        PromotionStep.Look look = new PromotionStep.Look(CHOSEN, PROMISED, NO_LEASE, NOW);
        assertThat(PromotionStep.next(command(true), look, NONE)).isInstanceOf(PromotionStep.FetchTail.class);
        assertThat(PromotionStep.next(command(true), look, NONE.withTail(false)))
                .isEqualTo(new PromotionStep.Accept());
    }

    @Test
    void f5aWhoCannotFetchARequiredTailGivesTheTermUp() {
        PromotionStep.Look look = new PromotionStep.Look(CHOSEN, PROMISED, NO_LEASE, NOW);
        Decision.Tail tail = new Decision.Tail(new NodeId(1), "http://h1", 2_000, true);
        Decision.Promote command = new Decision.Promote(Situations.CLUSTER, 1, new Term(6), Situations.ME, tail);
        assertThat(PromotionStep.next(command, look, NONE.withTail(false))).isInstanceOf(PromotionStep.Abandon.class);
        assertThat(PromotionStep.next(command, look, NONE.withTail(true))).isEqualTo(new PromotionStep.Accept());
    }

    @Test
    void f9ANewerElectionEndsAPromotionAndFencesItOnceItsLeaseHasBegun() {
        DecisionLog overtaken = Situations.atTerm(5)
                .promoting(6, 2)
                .promoteMe(6)
                .freezing(6, 2, 7)
                .log();
        assertThat(next(overtaken, NO_LEASE, NOW, NONE)).isEqualTo(new PromotionStep.GiveWay());
        assertThat(next(overtaken, CANDIDATE, NOW, NONE)).isEqualTo(new PromotionStep.GiveWay());
        assertThat(next(overtaken, BEGUN, NOW + 5, NONE)).isInstanceOf(PromotionStep.Abandon.class);
        PromotionStep.Progress called = NONE.armedFor(new Term(6)).withCall();
        assertThat(next(overtaken, BEGUN, NOW + 5, called)).isInstanceOf(PromotionStep.Abandon.class);
        assertThat(next(overtaken, BEGUN, NOW + 5, called.seen(true, false))).isEqualTo(new PromotionStep.Done());
    }

    @Test
    void l6TheServerIsNotAskedOnceTheLeaseRunsOutAndEndedWhenItWas() {
        long due = BEGUN.fenceAt();
        PromotionStep.Progress armed = NONE.armedFor(new Term(6));
        assertThat(next(BEGUN, due, armed)).isInstanceOf(PromotionStep.Abandon.class);
        assertThat(next(BEGUN, due, armed.withCall())).isInstanceOf(PromotionStep.Abandon.class);
        assertThat(next(NO_LEASE, due, armed.withCall())).isInstanceOf(PromotionStep.Abandon.class);
    }

    @Test
    void l1cWithoutAClaimReadBackNothingBegins() {
        LeaseClock claimed = CANDIDATE.claimSent("a", NOW);
        assertThat(next(claimed, NOW + Situations.RULES.claimPatience(), NONE)).isEqualTo(new PromotionStep.Claim());
        assertThat(next(claimed, NOW + 1, NONE.seen(false, true))).isInstanceOf(PromotionStep.Fail.class);
    }

    @Test
    void f9APromotionThatTakesTooLongIsGivenUp() {
        PromotionStep.Progress late = NONE.armedFor(new Term(6)).withCall().seen(false, true);
        assertThat(next(BEGUN, NOW + 9, late)).isInstanceOf(PromotionStep.Abandon.class);
    }

    @Test
    void f10AHolderOnlyTakesItsNewTerm() {
        LeaseClock holder = NO_LEASE.lead(new LeaseClock.Reign(new Term(5), 0, java.util.Set.of()), NOW - 100)
                .claimSent("a", NOW - 100)
                .claimRead("a", true, NOW - 90);
        PromotionStep.Progress writable = NONE.seen(true, false);
        assertThat(next(holder, NOW, writable)).isEqualTo(new PromotionStep.Accept());
        LeaseClock newer = holder.lead(LeaseClock.Reign.of(CHOSEN.view(), Situations.ME), NOW);
        assertThat(next(newer, NOW, writable)).isEqualTo(new PromotionStep.Arm());
        assertThat(next(newer, NOW, writable.armedFor(new Term(6)))).isEqualTo(new PromotionStep.Done());
    }
}
