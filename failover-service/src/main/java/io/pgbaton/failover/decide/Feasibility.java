package io.pgbaton.failover.decide;

import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import java.util.List;
import java.util.Optional;

/// Whether a request can be done now.
public sealed interface Feasibility {

    /// `steps` say what will happen, in order.
    record Possible(List<String> steps) implements Feasibility {
        public Possible {
            steps = List.copyOf(steps);
        }
    }

    /// What is missing may come by itself within seconds.
    record NotYet(Reason reason, String missing) implements Feasibility {}

    record Refused(Reason reason, String why) implements Feasibility {}

    /// What stands against beginning anything in this phase; empty while a primary is in office.
    static Optional<Feasibility> againstPhase(Phase phase) {
        return switch (phase) {
            case Phase.Steady _ -> Optional.empty();
            case Phase.Unregistered _ -> Optional.of(refused("the cluster has no primary yet: register one first"));
            case Phase.Halted(var reason, var advice) ->
                Optional.of(refused("the cluster is halted (" + reason.meaning() + "): " + advice));
            case Phase.Stopping _, Phase.Freezing _, Phase.Promoting _ ->
                Optional.of(notYet("the primary is changing"));
        };
    }

    static Feasibility possible(String... steps) {
        return new Possible(List.of(steps));
    }

    static Feasibility notYet(String missing) {
        return new NotYet(Reason.REQUEST_REFUSED, missing);
    }

    static Feasibility refused(String why) {
        return new Refused(Reason.REQUEST_REFUSED, why);
    }
}
