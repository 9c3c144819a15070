package io.pgbaton.failover.elect;

import io.pgbaton.contracts.Reason;
import java.util.Optional;

/// The outcome of an election: `account` says of every candidate why or why not, for people. `reason` is why the
/// chosen one was chosen, or why nobody was.
public record Ranking(Optional<Candidate> chosen, Reason reason, String account) {}
