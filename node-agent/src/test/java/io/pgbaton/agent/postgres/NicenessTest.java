package io.pgbaton.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NicenessTest {

    private static final String STAT =
            "71 (a) b (c) S 1 71 71 0 -1 4194560 1 0 0 0 12 34 0 0 20 NICE 1 0 555 1000 200 18446744073709551615";

    @Test
    void itStandsInTheStatOfAProcessWhateverItsNameIs() {
        assertThat(Niceness.in(STAT.replace("NICE", "-5"))).isEqualTo(-5);
        assertThat(Niceness.in(STAT.replace("NICE", "0"))).isZero();
    }

    @Test
    void whatAnAgentAheadOfTheServerRunsIsNot() {
        List<String> command = List.of("pg_rewind", "-D", "data");
        assertThat(Niceness.usual(-5, command)).containsExactly("nice", "-n", "5", "pg_rewind", "-D", "data");
        assertThat(Niceness.usual(0, command)).isEqualTo(command);
        assertThat(Niceness.usual(10, command)).isEqualTo(command);
    }
}
