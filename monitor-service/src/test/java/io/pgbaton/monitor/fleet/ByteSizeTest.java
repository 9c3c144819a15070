package io.pgbaton.monitor.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({"0,0 B", "999,999 B", "1024,1.0 kB", "17000,17 kB", "16777216,16 MB", "5000000000,4.7 GB"})
    void isWrittenForAPerson(long bytes, String text) {
        assertThat(ByteSize.of(bytes)).isEqualTo(text);
    }
}
