package io.pgbaton.notifier.log;

/// What waits in the log: how many, and the age of the oldest.
public record Backlog(long pending, double oldestSeconds) {

    public static final Backlog NONE = new Backlog(0, 0);
}
