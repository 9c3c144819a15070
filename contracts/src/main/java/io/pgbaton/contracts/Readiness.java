package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// How ready a server is to hand over, or to take over, as its agent saw it within the last ten seconds.
///
/// `archiveReady` are the segments that wait for `archive_command`, null when they cannot be counted. Prepared
/// transactions and the age of the oldest one that has written or reads, in milliseconds, are a primary's.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Readiness(
        @Nullable Long archiveReady, int preparedTransactions, long oldestTransactionMillis, Spare spare) {

    /// What is free: WAL senders, replication slots, and bytes on the file system of `pg_wal`.
    public record Spare(int walSenders, int slots, long walBytes) {}
}
