package io.pgbaton.agent.moves;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.Timeline;
import org.junit.jupiter.api.Test;

class TimelineHistoryTest {

    private static final TimelineHistory THIRD = TimelineHistory.parse(new Timeline(3), """
            1	0/5000060	no recovery target specified

            2	0/6000000	no recovery target specified
            """);

    @Test
    void aServerOnTheSameTimelineFollows() {
        assertThat(THIRD.divergence(new Timeline(3), Lsn.parse("0/9000000"))).isEmpty();
    }

    @Test
    void aServerThatEndsBeforeTheForkFollows() {
        assertThat(THIRD.divergence(new Timeline(1), Lsn.parse("0/5000060"))).isEmpty();
        assertThat(THIRD.divergence(new Timeline(2), Lsn.parse("0/5FFFFFF"))).isEmpty();
    }

    @Test
    void aServerBeyondTheForkHasDivergedByThatMuch() {
        assertThat(THIRD.divergence(new Timeline(1), Lsn.parse("0/5000160"))).hasValueSatisfying(divergence -> {
            assertThat(divergence.bytes()).isEqualTo(0x100);
            assertThat(divergence.fork()).contains(Lsn.parse("0/5000060"));
        });
    }

    @Test
    void aTimelineBeginsWhereTheOneBeforeItEnded() {
        assertThat(THIRD.beginOf(new Timeline(3))).contains(Lsn.parse("0/6000000"));
        assertThat(THIRD.beginOf(new Timeline(2))).contains(Lsn.parse("0/5000060"));
        assertThat(THIRD.beginOf(new Timeline(1))).isEmpty();
    }

    @Test
    void aTimelineTheOtherNeverHadHasDiverged() {
        assertThat(THIRD.divergence(new Timeline(4), Lsn.parse("0/1"))).isPresent();
    }
}
