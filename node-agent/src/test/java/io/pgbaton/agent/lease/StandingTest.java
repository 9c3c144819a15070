package io.pgbaton.agent.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.Term;
import org.junit.jupiter.api.Test;

class StandingTest {

    private static final Standing AT_SEVEN = Standing.NEW.adopt(new Term(7), 12);

    @Test
    void aPromotionBelowThePromisedTermIsRefused() {
        Standing promised = AT_SEVEN.promise(new Term(9));
        assertThat(promised.mayPromote(new Term(8))).isFalse();
        assertThat(promised.mayPromote(new Term(9))).isTrue();
        assertThat(promised.mayPromote(new Term(10))).isTrue();
    }

    @Test
    void onlyATermAboveTheFenceLiftsIt() {
        Standing fenced = AT_SEVEN.fence(new Term(7));
        assertThat(fenced.mayWrite(new Term(7))).isFalse();
        assertThat(fenced.mayPromote(new Term(7))).isFalse();
        assertThat(fenced.mayPromote(new Term(8))).isTrue();
    }

    @Test
    void termsNeverShrink() {
        Standing standing = AT_SEVEN.promise(new Term(9)).fence(new Term(7));
        assertThat(standing.promise(new Term(8)).promised()).isEqualTo(new Term(9));
        assertThat(standing.fence(new Term(3)).fenced()).isEqualTo(new Term(7));
        assertThat(standing.adopt(new Term(5), 3)).isEqualTo(standing);
    }

    @Test
    void promisingTwiceIsPromisingOnce() {
        Standing promised = AT_SEVEN.promise(new Term(9));
        assertThat(promised.mayPromise(new Term(9))).isTrue();
        assertThat(promised.promise(new Term(9))).isEqualTo(promised);
    }

    @Test
    void nobodyMayWriteUnderNoTerm() {
        assertThat(Standing.NEW.mayWrite(Term.NONE)).isFalse();
    }
}
