package io.pgbaton.fleet.chaos;

/// One fault and what must hold. `number` is that of the scenario in the issue that asked for it, `name` what
/// `--only` takes.
public record Scene(int number, String name, String title, Expectation expectation, Script script) {

    /// Breaks something and waits until it has had its effect; whoever runs the scene mends everything afterwards.
    @FunctionalInterface
    public interface Script {
        void play(Stage stage);
    }
}
