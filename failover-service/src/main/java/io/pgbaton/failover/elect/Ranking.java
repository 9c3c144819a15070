package io.pgbaton.failover.elect;

import io.pgbaton.contracts.Explanation;
import io.pgbaton.contracts.Reason;
import java.util.List;
import java.util.Optional;

/// The outcome of an election: `account` says of every candidate why or why not, for people, `weighed` the same one
/// by one, best first. `reason` is why the chosen one was chosen, or why nobody was.
public record Ranking(Optional<Candidate> chosen, Reason reason, String account, List<Explanation.Weighed> weighed) {

    public Ranking {
        weighed = List.copyOf(weighed);
    }
}
