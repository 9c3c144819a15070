package io.pgbaton.agent.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Term;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GrantsTest {

    private static final LeaseRules RULES = LeaseRules.of(Duration.ofSeconds(3), Duration.ofMillis(500));
    private static final Standing AT_SEVEN = Standing.NEW.adopt(new Term(7), 4);
    private static final LeaseClock NO_LEASE = LeaseClock.none(RULES);

    private static Grants.Answer ask(Standing standing, long term, boolean leads) {
        return Grants.NONE.asked(new Grants.Request(new Term(term), 4, new NodeId(1)), standing, leads, RULES, 10_000);
    }

    private static FreezeReply freeze(long term, boolean released, Grants grants, @Nullable Long received, long now) {
        Decision.Freeze freeze = new Decision.Freeze(new ClusterId("c"), 9, new Term(term), released);
        return FreezeReply.to(freeze, AT_SEVEN, new FreezeReply.Hearing(grants, NO_LEASE), received, now);
    }

    @Test
    void l2AGrantBindsForTheLeaseAndTheDrift() {
        Grants.Answer answer = ask(AT_SEVEN, 7, false);
        assertThat(answer.granted()).isTrue();
        assertThat(answer.promised()).isEqualTo(new Term(7));
        assertThat(answer.remembered().runs(13_029)).isTrue();
        assertThat(answer.remembered().runs(13_030)).isFalse();
    }

    @Test
    void l2WhoPromisedAHigherTermGrantsNothing() {
        Grants.Answer answer = ask(AT_SEVEN.promise(new Term(8)), 7, false);
        assertThat(answer.granted()).isFalse();
        assertThat(answer.promised()).isEqualTo(new Term(8));
        assertThat(answer.remembered()).isEqualTo(Grants.NONE);
    }

    @Test
    void l2WhoLeadsItselfGrantsNothing() {
        assertThat(ask(AT_SEVEN, 7, true).granted()).isFalse();
        assertThat(ask(Standing.NEW, 0, false).granted()).isFalse();
    }

    @Test
    void l2TheTermThatWasPromisedIsGrantedToTheOneThatWasChosen() {
        assertThat(ask(AT_SEVEN.promise(new Term(8)), 8, false).granted()).isTrue();
    }

    @Test
    void f3WhileTheLastGrantRunsNothingIsPromised() {
        Grants granted = ask(AT_SEVEN, 7, false).remembered();
        assertThat(freeze(8, false, granted, null, 11_000)).isEqualTo(new FreezeReply.Alive(1_000));
        assertThat(freeze(8, false, granted, null, 13_030)).isEqualTo(new FreezeReply.Promise());
    }

    @Test
    void f3WhileThePrimarysBytesComeInNothingIsPromised() {
        assertThat(freeze(8, false, Grants.NONE, 2_999L, 11_000)).isEqualTo(new FreezeReply.Alive(2_999));
        assertThat(freeze(8, false, Grants.NONE, 3_000L, 11_000)).isEqualTo(new FreezeReply.Promise());
        assertThat(freeze(8, false, Grants.NONE, null, 11_000)).isEqualTo(new FreezeReply.Promise());
    }

    @Test
    void f3AReleaseSkipsTheWait() {
        Grants granted = ask(AT_SEVEN, 7, false).remembered();
        assertThat(freeze(8, true, granted, 1L, 11_000)).isEqualTo(new FreezeReply.Promise());
    }

    @Test
    void f4AFreezeBelowThePromiseIsIgnored() {
        assertThat(freeze(6, true, Grants.NONE, null, 11_000)).isEqualTo(new FreezeReply.Ignore());
    }

    @Test
    void f10WhoHasALeaseIgnoresAFreeze() {
        LeaseClock begun = NO_LEASE.lead(new LeaseClock.Reign(new Term(7), 4, java.util.Set.of()), 10_000)
                .claimSent("a", 10_000)
                .claimRead("a", true, 10_010);
        Decision.Freeze freeze = new Decision.Freeze(new ClusterId("c"), 9, new Term(8), true);
        assertThat(FreezeReply.to(freeze, AT_SEVEN, new FreezeReply.Hearing(Grants.NONE, begun), null, 10_020))
                .isEqualTo(new FreezeReply.Ignore());
    }

    @Test
    void l7ARestartCountsAsAGrant() {
        Grants restarted = Grants.atStart(RULES, 50_000);
        assertThat(freeze(8, false, restarted, null, 53_029)).isEqualTo(new FreezeReply.Alive(3_029));
        assertThat(freeze(8, false, restarted, null, 53_030)).isEqualTo(new FreezeReply.Promise());
    }
}
