package io.pgbaton.agent.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.Term;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestartTest {

    private static final LeaseRules RULES = LeaseRules.of(Duration.ofSeconds(3), Duration.ofMillis(500));
    private static final Standing AT_SEVEN = Standing.NEW.adopt(new Term(7), 4);
    private static final LeaseRecord WRITTEN = new LeaseRecord("b1", new Term(7), 13_000, 14_000, 300, "/data");

    private static Restart restart(Standing standing, String text, String boot, long now) {
        return Restart.from(Optional.of(text), standing, RULES, boot, now);
    }

    @Test
    void l7TheLeaseGoesOnWhileADeadlineIsAhead() {
        assertThat(restart(AT_SEVEN, WRITTEN.text(), "b1", 13_999)).isInstanceOfSatisfying(Restart.GoesOn.class, on -> {
            assertThat(on.lease().term()).isEqualTo(new Term(7));
            assertThat(on.lease().peerUntil()).isEqualTo(14_000);
            assertThat(on.lease().busHolds(13_999)).isFalse();
        });
    }

    @Test
    void l7WithoutALeaseThatHoldsTheTermIsGivenUp() {
        assertFenced(restart(AT_SEVEN, WRITTEN.text(), "b1", 14_000), 7, "ran out 0 ms before");
        assertFenced(restart(AT_SEVEN, WRITTEN.text(), "b2", 12_000), 7, "host was started again");
        assertFenced(restart(Standing.NEW.adopt(new Term(8), 4), WRITTEN.text(), "b1", 12_000), 8, "under term 8");
        assertFenced(restart(Standing.NEW.adopt(new Term(6), 4), WRITTEN.text(), "b1", 12_000), 7, "under term 6");
        assertFenced(restart(AT_SEVEN.fence(new Term(7)), WRITTEN.text(), "b1", 12_000), 7, "gave up term 7");
        assertFenced(restart(AT_SEVEN, "boot=b1\nterm=7\n", "b1", 12_000), 7, "cannot be read");
        assertFenced(restart(AT_SEVEN, "", "b1", 12_000), 7, "cannot be read");
    }

    private static void assertFenced(Restart restart, long term, String why) {
        assertThat(restart).isInstanceOfSatisfying(Restart.Fence.class, fence -> {
            assertThat(fence.term()).isEqualTo(new Term(term));
            assertThat(fence.why()).contains(why);
        });
    }

    @Test
    void l7WithoutALeaseFileThereIsNothingToGiveUp() {
        assertThat(Restart.from(Optional.empty(), AT_SEVEN, RULES, "b1", 12_000))
                .isEqualTo(new Restart.NoLease());
    }

    @Test
    void theLeaseFileIsReadAsItWasWritten() {
        assertThat(WRITTEN.text()).isEqualTo("""
                boot=b1
                term=7
                bus=13000
                peer=14000
                kill_before=300
                data_directory=/data
                """);
        assertThat(LeaseRecord.parse(WRITTEN.text())).contains(WRITTEN);
    }

    @Test
    void aRenewalIsWrittenOnceItMovesADeadlineByHalfAHeartbeat() {
        assertThat(WRITTEN.isStale(new LeaseRecord("b1", new Term(7), 13_249, 14_249, 300, "/data"), RULES))
                .isFalse();
        assertThat(WRITTEN.isStale(new LeaseRecord("b1", new Term(7), 13_250, 14_000, 300, "/data"), RULES))
                .isTrue();
        assertThat(WRITTEN.isStale(new LeaseRecord("b1", new Term(7), 13_000, 14_250, 300, "/data"), RULES))
                .isTrue();
        assertThat(WRITTEN.isStale(new LeaseRecord("b1", new Term(8), 13_000, 14_000, 300, "/data"), RULES))
                .isTrue();
    }

    @Test
    void theMarginsFitIntoEveryLeaseThatIsAllowed() {
        LeaseRules shortest = LeaseRules.of(LeaseRules.SHORTEST, Duration.ofMillis(200));
        assertThat(shortest.killBefore()).isEqualTo(100);
        assertThat(shortest.actBefore()).isEqualTo(200);
        assertThat(shortest.grantLasts()).isEqualTo(1_010);
        assertThat(RULES.killBefore()).isEqualTo(300);
        assertThat(RULES.actBefore()).isEqualTo(600);
    }
}
