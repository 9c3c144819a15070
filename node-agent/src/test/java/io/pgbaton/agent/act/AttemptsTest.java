package io.pgbaton.agent.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.agent.moves.Move;
import io.pgbaton.contracts.NodeId;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private static final Move REJOIN = new Move.Rejoin(new NodeId(1), true);

    @Test
    void theThirdFailureIsToldForGoodAndLaterOnesNoMore() {
        Attempts attempts = new Attempts();
        attempts.failed(REJOIN, 0);
        assertThat(attempts.told()).isEqualTo(Attempts.Telling.EACH);
        attempts.failed(REJOIN, 0);
        attempts.failed(REJOIN, 0);
        assertThat(attempts.told()).isEqualTo(Attempts.Telling.FOR_GOOD);
        attempts.failed(REJOIN, 0);
        assertThat(attempts.told()).isEqualTo(Attempts.Telling.NO_MORE);
        attempts.succeeded();
        attempts.failed(REJOIN, 0);
        assertThat(attempts.told()).isEqualTo(Attempts.Telling.EACH);
    }

    @Test
    void triesGetRarerUpToHalfAMinute() {
        Attempts attempts = new Attempts();
        long wait = 0;
        for (int i = 0; i < 20; i++) {
            wait = attempts.failed(REJOIN, 0);
        }
        assertThat(wait).isEqualTo(30_000);
    }
}
