package io.pgbaton.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "10239, 10239 bytes",
        "10240, 10 kB",
        "16777216, 16 MB",
        "10737418240, 10 GB",
        "9223372036854775807, 8192 PB"
    })
    void sizesAreWrittenAsPgSizePrettyDoes(long bytes, String text) {
        assertThat(Amounts.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 ms", "999, 999 ms", "1250, 1.2 s", "61000, 1 min 1 s", "7260000, 2 h 1 min"})
    void durationsAreInTheUnitAPersonWouldSay(long millis, String text) {
        assertThat(Amounts.millis(millis)).isEqualTo(text);
    }
}
