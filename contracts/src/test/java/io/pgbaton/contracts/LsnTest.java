package io.pgbaton.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LsnTest {

    @ParameterizedTest
    @ValueSource(strings = {"0/0", "0/5000060", "1A/5000060", "FFFFFFFF/FFFFFFFF"})
    void isWrittenAsPostgresWritesIt(String text) {
        assertThat(Lsn.parse(text)).hasToString(text);
    }

    @Test
    void countsBytesAcrossTheSlash() {
        assertThat(Lsn.parse("1/0").bytesAheadOf(Lsn.parse("0/FFFFFFF0"))).isEqualTo(16);
        assertThat(Lsn.parse("0/1").bytesAheadOf(Lsn.parse("1/0"))).isZero();
    }

    @Test
    void comparesAsAnUnsignedNumber() {
        assertThat(Lsn.parse("FFFFFFFF/0")).isGreaterThan(Lsn.parse("7FFFFFFF/0"));
        assertThat(Lsn.furthest(Lsn.parse("FFFFFFFF/0"), Lsn.parse("1/0"))).isEqualTo(Lsn.parse("FFFFFFFF/0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5000060", "0/", "/0", "0/G", "0/123456789", "-1/0"})
    void refusesWhatIsNoLsn(String text) {
        assertThatThrownBy(() -> Lsn.parse(text)).hasMessageContaining("is not an LSN");
    }
}
