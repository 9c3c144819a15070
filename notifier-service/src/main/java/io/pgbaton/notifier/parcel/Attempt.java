package io.pgbaton.notifier.parcel;

import io.pgbaton.notifier.deliver.Outcome;
import java.time.Duration;
import java.time.Instant;

/// One try, the `number`th from 1.
public record Attempt(int number, Instant at, Outcome outcome, Duration took) {}
