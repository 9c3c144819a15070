package io.pgbaton.fleet.chaos;

import io.pgbaton.contracts.Phase;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.run.Target;
import java.util.function.Consumer;

/// A step of a switchover at which something can be made to fail. A step lasts a tenth of a second, so the other
/// standby, which is neither to stop nor to be promoted, holds it up until the blow has fallen.
enum Moment {
    /// The primary is shutting down, and waits for the last standby to have its log.
    STOPPING(Phase.Stopping.class),
    /// The primary has given its term up, and the failover service waits for what the last standby has.
    ELECTING(Phase.Freezing.class),
    /// The target has its order. Nothing holds it up: the blow comes as soon as the order stands in the log.
    PROMOTING(Phase.Promoting.class),
    /// The role has changed, and the old primary is on its way back.
    RETURNING(Phase.Steady.class);

    private final Class<? extends Phase> phase;

    Moment(Class<? extends Phase> phase) {
        this.phase = phase;
    }

    /// Runs `begin`, and `blow` at this moment.
    void strike(Stage stage, Runnable begin, Consumer<Stage> blow) {
        hold(stage);
        try {
            stage.bus().awaitPhase(phase, begin);
            reach(stage);
            blow.accept(stage);
        } finally {
            letGo(stage);
        }
    }

    private void hold(Stage stage) {
        switch (this) {
            case STOPPING -> stage.host(sibling(stage)).hang(Target.RECEIVER);
            case ELECTING -> stage.cuts().between(stage.netHost(sibling(stage)), stage.brokerHosts());
            case PROMOTING, RETURNING -> {}
        }
    }

    private void reach(Stage stage) {
        if (this == STOPPING) {
            stage.await("the primary shutting down", () -> !stage.accepts(stage.primary()));
        }
    }

    private void letGo(Stage stage) {
        switch (this) {
            case STOPPING -> stage.host(sibling(stage)).resume();
            case ELECTING -> stage.cuts().heal();
            case PROMOTING, RETURNING -> {}
        }
    }

    /// The standby that a switchover is asked for.
    static NodePlan target(Stage stage) {
        return stage.standbys().getFirst();
    }

    /// The standby that only follows.
    static NodePlan sibling(Stage stage) {
        return stage.standbys().getLast();
    }
}
