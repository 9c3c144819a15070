package io.pgbaton.fleet.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SurvivorsTest {

    @Test
    void lacksWhatWasAcknowledgedAndIsNotThere() {
        Survivors survivors = new Survivors("n2", Set.of(1L, 3L, 4L));
        List<Acknowledged> acknowledged = List.of(
                new Acknowledged(1, 10, 10, "n1"),
                new Acknowledged(2, 20, 20, "n1"),
                new Acknowledged(3, 30, 30, "n2"));

        assertThat(survivors.lost(acknowledged)).extracting(Acknowledged::id).containsExactly(2L);
    }

    @Test
    void mayHoldRowsWhoseAcknowledgementGotLost() {
        assertThat(new Survivors("n2", Set.of(1L, 2L)).lost(List.of(new Acknowledged(1, 10, 10, "n1"))))
                .isEmpty();
    }
}
