package io.pgbaton.fleet.chaos;

import java.time.Duration;

/// One fault and what must hold. `number` is that of the scenario in the issue that asked for it, `name` what
/// `--only` takes, `patience` how long its client waits for a server to take a connection.
public record Scene(int number, String name, String title, Expectation expectation, Duration patience, Script script) {

    private static final Duration USUAL = Duration.ofMillis(200);

    Scene(int number, String name, String title, Expectation expectation, Script script) {
        this(number, name, title, expectation, USUAL, script);
    }

    /// Breaks something and waits until it has had its effect; whoever runs the scene mends everything afterwards.
    @FunctionalInterface
    public interface Script {
        void play(Stage stage);
    }
}
