package io.pgbaton.fleet.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GapTest {

    @Test
    void isTheLongestTimeBetweenTwoAcknowledgements() {
        assertThat(Gap.longest(log(0, 10, 20, 520, 530), 0, millis(1_000)))
                .hasValueSatisfying(gap -> assertThat(gap.millis()).isEqualTo(500));
    }

    @Test
    void countsFromTheLastAcknowledgementBeforeTheBlow() {
        assertThat(Gap.longest(log(0, 90, 700, 710), millis(100), millis(800))).hasValueSatisfying(gap -> {
            assertThat(gap.millis()).isEqualTo(610);
            assertThat(gap.before().id()).isEqualTo(2);
        });
    }

    @Test
    void leavesOutWhatWasOverBeforeTheActBegan() {
        assertThat(Gap.longest(log(0, 5_000, 5_010, 5_030), millis(5_005), millis(6_000)))
                .hasValueSatisfying(gap -> assertThat(gap.millis()).isEqualTo(20));
    }

    @Test
    void leavesOutWhatBeganAfterTheActWasOver() {
        assertThat(Gap.longest(log(0, 10, 20, 9_000), 0, millis(15)))
                .hasValueSatisfying(gap -> assertThat(gap.millis()).isEqualTo(10));
    }

    @Test
    void isUnknownWithoutTwoAcknowledgements() {
        assertThat(Gap.longest(log(5), 0, millis(10))).isEmpty();
    }

    @Test
    void survivesAClockThatWrapsAround() {
        long near = Long.MAX_VALUE - millis(5);
        List<Acknowledged> log = List.of(
                new Acknowledged(1, near, near, "n1"),
                new Acknowledged(2, near + millis(300), near + millis(300), "n2"));

        assertThat(Gap.longest(log, near, near + millis(400)))
                .hasValueSatisfying(gap -> assertThat(gap.millis()).isEqualTo(300));
    }

    private static List<Acknowledged> log(long... atMillis) {
        return IntStream.range(0, atMillis.length)
                .mapToObj(index -> new Acknowledged(index + 1, millis(atMillis[index]), millis(atMillis[index]), "n1"))
                .toList();
    }

    private static long millis(long millis) {
        return millis * 1_000_000;
    }
}
