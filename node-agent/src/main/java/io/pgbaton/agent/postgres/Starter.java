package io.pgbaton.agent.postgres;

import java.time.Duration;
import java.util.List;

/// Whose child the server becomes: the agent's ([Programs]), or the guard's.
public interface Starter {

    /// Runs `command` to its end, at most for `patience`.
    Programs.Ended run(List<String> command, Duration patience);
}
