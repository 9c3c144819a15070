package io.pgbaton.monitor.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ServerState;
import io.pgbaton.monitor.said.Node;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SampleFoldTest {

    private static final Instant AT = Instant.parse("2026-11-23T04:00:00Z");
    private static final Node N1 = Node.of("orders", 1);
    private static final Node N2 = Node.of("orders", 2);

    private final SampleFold fold = new SampleFold();

    @Test
    void aStandbysSampleIsMeasuredAgainstThePrimarysLastPosition() {
        assertThat(fold.sample(N1.primary(1, 9_000), AT)).isEmpty();

        Sample sample = fold.sample(N2.standby(1, 1, 8_000, 7_500), AT).orElseThrow();

        assertThat(sample.primary()).isEqualTo(N1.id());
        assertThat(sample.progress().replicationLag()).isEqualTo(1_000);
        assertThat(sample.progress().applyLag()).isEqualTo(500);
        assertThat(sample.progress().applied()).isEqualTo(AT.minusMillis(12));
    }

    @Test
    void withoutAPrimaryTheStandbysOwnWordCounts() {
        Sample sample = fold.sample(N2.standby(1, 1, 8_000, 7_500), AT).orElseThrow();

        assertThat(sample.primary()).isEqualTo(N1.id());
        assertThat(sample.progress().primaryAt().bytes()).isEqualTo(8_000);
    }

    @Test
    void twoHeartbeatsInOneMillisecondAreOneSample() {
        assertThat(fold.sample(N2.standby(1, 1, 8_000, 7_500), AT)).isPresent();
        assertThat(fold.sample(N2.standby(2, 1, 8_000, 7_500), AT)).isEmpty();
    }

    @Test
    void aServerThatIsDownGivesNoSample() {
        assertThat(fold.sample(N2.without(1, ServerState.CRASHED), AT)).isEmpty();
    }
}
