package io.pgbaton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pgbaton.fleet.hosts.Requirements;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real faults on real servers, each on a host of its own: a representative part of `./bench chaos`, with the short
/// times. What clients saw must hold on any machine; how long it took is for the bench.
class RealFaultsTest {

    /// Every scene of this class but one, played by one run on one fleet.
    private static final List<String> SCENES = List.of(
            "postmaster-killed",
            "host-gone",
            "kafka-gone",
            "service-killed-freezing",
            "decisions-replayed",
            "decisions-lost",
            "poison");

    private static final Map<String, JsonNode> OUTCOMES = new HashMap<>();

    @BeforeAll
    static void playTheScenes() throws IOException, InterruptedException {
        String missing = Requirements.missing().orElse("");
        assumeTrue(missing.isEmpty(), missing);
        OUTCOMES.putAll(RealScenes.play(SCENES));
        // V2 holds while the guard brings the agent back within the lease: how soon that is on a machine that does
        // nothing else is for ./bench failover, and here something else may be going on
        OUTCOMES.putAll(RealScenes.play(List.of("agent-killed"), "--agent", "lease=10s"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postmaster-killed", "host-gone", "service-killed-freezing", "decisions-lost", "poison"})
    void anotherServerTakesOverAndNeverAreTwoWritable(String scene) {
        JsonNode figures = played(scene);

        assertThat(figures.get("handovers").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent-killed", "kafka-gone", "decisions-replayed"})
    void nobodyTakesOverAndTheClientLosesNothing(String scene) {
        JsonNode figures = played(scene);

        assertThat(figures.get("handovers").asInt()).isZero();
        assertThat(figures.get("lost").asLong()).isZero();
    }

    /// What the clients saw, once nothing about it is broken.
    private static JsonNode played(String scene) {
        assertThat(OUTCOMES).containsKey(scene);
        JsonNode outcome = Objects.requireNonNull(OUTCOMES.get(scene));
        assertThat(outcome.get("broken")).as(outcome.toPrettyString()).isEmpty();
        JsonNode figures = outcome.get("figures");
        assertThat(figures.get("conflicts").asLong()).isZero();
        assertThat(figures.get("acknowledged").asLong()).isPositive();
        return figures;
    }
}
