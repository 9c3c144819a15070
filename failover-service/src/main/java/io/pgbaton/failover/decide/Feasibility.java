package io.pgbaton.failover.decide;

import io.pgbaton.contracts.Reason;
import java.util.List;

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
