package io.pgbaton.fleet.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {

    @Test
    void isTheMiddleOneOfAnOddNumber() {
        assertThat(Median.of(List.of(900L, 100L, 300L))).isEqualTo(300);
    }

    @Test
    void isBetweenTheTwoMiddleOnesOfAnEvenNumber() {
        assertThat(Median.of(List.of(100L, 200L, 400L, 900L))).isEqualTo(300);
    }
}
