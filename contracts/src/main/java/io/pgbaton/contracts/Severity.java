package io.pgbaton.contracts;

/// How much an event matters to a person, from least to most.
public enum Severity {
    INFO,
    NOTICE,
    WARNING,
    ERROR,
    CRITICAL
}
