package io.pgbaton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.pgbaton.fleet.hosts.Requirements;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// A switchover of which one step fails: a representative part of `./bench switchover --faults`. That the console's
/// exit status fits who is primary then is looked at by each scene itself.
class SwitchoverFaultsTest {

    private static final List<String> BACK = List.of("switchover-pooler-busy");

    /// Only another server can accept writes.
    private static final List<String> FORWARD = List.of(
            "switchover-stopping-host-gone",
            "switchover-electing-old-primary-gone",
            "switchover-returning-agent-killed");

    /// Forward or back, as the race with the fault ends: the old primary, too, may be chosen when the target is not
    /// there in time.
    private static final List<String> EITHER = List.of(
            "switchover-pooler-killed",
            "switchover-stopping-agent-killed",
            "switchover-stopping-server-killed",
            "switchover-stopping-server-frozen",
            "switchover-stopping-service-killed",
            "switchover-electing-target-gone",
            "switchover-electing-service-killed",
            "switchover-promoting-target-killed",
            "switchover-promoting-agent-killed",
            "switchover-promoting-service-killed");

    private static final String BACK_SAID = "exit 18: .*primary.*";
    private static final String FORWARD_SAID =
            "exit (0: done in .*: n\\d is primary of orders, .*|22: .* is primary now: .*)";

    private static Map<String, JsonNode> outcomes = Map.of();

    @BeforeAll
    static void playTheScenes() throws IOException, InterruptedException {
        String missing = Requirements.missing().orElse("");
        assumeTrue(missing.isEmpty(), missing);
        List<String> all =
                Stream.of(BACK, FORWARD, EITHER).flatMap(List::stream).toList();
        outcomes = RealScenes.play(all);
    }

    @ParameterizedTest
    @FieldSource("BACK")
    void thePrimaryGoesOnAndTheConsoleSaysWhy(String scene) {
        JsonNode outcome = played(scene);

        assertThat(outcome.get("figures").get("handovers").asInt()).isZero();
        assertThat(said(outcome)).startsWith("exit 18: ").contains("goes on as primary: the PgBouncer of");
    }

    @ParameterizedTest
    @FieldSource("FORWARD")
    void anotherServerTakesOverAndTheConsoleSaysWhich(String scene) {
        JsonNode outcome = played(scene);

        assertThat(outcome.get("figures").get("handovers").asInt()).isEqualTo(1);
        assertThat(said(outcome)).matches(FORWARD_SAID);
    }

    @ParameterizedTest
    @FieldSource("EITHER")
    void theConsoleSaysWhichServerIsPrimary(String scene) {
        JsonNode outcome = played(scene);

        boolean back = outcome.get("figures").get("handovers").asInt() == 0;
        assertThat(said(outcome)).matches(back ? BACK_SAID : FORWARD_SAID);
    }

    private static String said(JsonNode outcome) {
        return outcome.get("notes").get(0).asText();
    }

    /// Once nothing about it is broken: one primary in the end, and never two.
    private static JsonNode played(String scene) {
        assertThat(outcomes).containsKey(scene);
        JsonNode outcome = Objects.requireNonNull(outcomes.get(scene));
        assertThat(outcome.get("broken")).as(outcome.toPrettyString()).isEmpty();
        assertThat(outcome.get("skipped").asText()).isEmpty();
        JsonNode figures = outcome.get("figures");
        assertThat(figures.get("conflicts").asLong()).isZero();
        assertThat(figures.get("acknowledged").asLong()).isPositive();
        return outcome;
    }
}
