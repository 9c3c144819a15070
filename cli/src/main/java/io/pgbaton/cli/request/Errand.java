package io.pgbaton.cli.request;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Request;
import java.time.Duration;

/// What is asked for: `name` is how a person calls it, `patience` how long it usually takes at most.
public record Errand(String name, ClusterId cluster, Request.Wish wish, Duration patience) {}
