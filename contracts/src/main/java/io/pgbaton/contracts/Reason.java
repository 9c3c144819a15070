package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/// Why a decision was taken, or why none was. Stable codes: they stand in events, in the decision log and in the
/// docs.
public enum Reason {
    PRIMARY_REGISTERED("the operator registered the primary"),
    NODE_REGISTERED("a node joined the cluster"),
    NODE_UNREGISTERED("an operator took a node out of the cluster"),
    NODE_RESTING("an operator stopped a standby, or lets it run again"),
    NODE_CHANGED("a node's configuration changed"),
    NODE_ELECTABLE("a standby reported under the current term and may be promoted"),
    NODE_NOT_ELECTABLE("a standby may not be promoted at the moment"),
    PRIMARY_RELEASED("the primary's server is gone and its agent gave the lease back"),
    PRIMARY_SILENT("the primary's agent has been silent for longer than its lease, and the bus proved it"),
    PRIMARY_CAME_BACK("the primary proved alive after an election had been opened"),
    PRIMARY_AGENT_UNREACHABLE("the primary's agent is silent, but a standby still receives from its server"),
    FURTHEST_LSN("it holds the most write-ahead log"),
    ONLY_CANDIDATE("it is the only node that may be promoted"),
    CHOSEN_BY_OPERATOR("the operator named it"),
    OLD_PRIMARY_AGAIN("no other node can be promoted, and the old primary is fenced and back"),
    NO_CANDIDATE("no node may be promoted"),
    LAG_ABOVE_LIMIT("every candidate is further behind than maximum-lag-on-failover allows"),
    PROMOTED("the candidate is primary and writable"),
    PROMOTION_TIMED_OUT("the candidate did not become primary in time"),
    SWITCHOVER_REQUESTED("the operator asked for a switchover"),
    SWITCHOVER_PLANNED("an operator planned a switchover for later, or took that back"),
    SWITCHOVER_REFUSED("the switchover's preconditions do not hold"),
    SWITCHOVER_TIMED_OUT("the primary did not stop in time"),
    POOLER_NOT_PAUSED("a PgBouncer could not hold its clients: a transaction was open for too long"),
    REQUEST_REFUSED("the request's preconditions do not hold"),
    SYSTEM_ID_MISMATCH("the data directory belongs to another database system"),
    DUPLICATE_NODE("two agents speak under one node id"),
    FAILOVER_MANUAL("the nodes that could be promoted have failover=manual"),
    SERVER_CRASHED("its postmaster is gone, and nobody shut it down"),
    SERVER_HUNG("its postmaster lives and does not answer within the hang timeout"),
    STORAGE_STALLED("it answers queries, but a commit is not written within the write timeout"),
    READ_ONLY_FILE_SYSTEM("the file system of its data directory is mounted read-only"),
    WAL_DISK_FULL("the file system of its pg_wal has no room for another segment"),
    WRITE_REFUSED("it refuses to write, and says why"),
    TOO_MANY_CONNECTIONS("it has no free connection for its agent; it is not taken for dead"),
    AGENT_TURNED_AWAY("it lets its agent not log in; it is not taken for dead"),
    IN_CRASH_RECOVERY("it has been starting or recovering for long, and is waited for"),
    STANDBY_DETACHED("its receiver has not streamed for long"),
    REPLICATION_STALLED("its receiver streams, but what it lacks does not arrive or is not replayed"),
    PAUSED("automatic failover is paused"),
    RESUMED("automatic failover is no longer paused"),
    FAILED_OVER_LATELY("the cluster failed over lately, and nobody has acknowledged that"),
    ACKNOWLEDGED("a person acknowledged the last failover"),
    LOSS_ACCEPTED("a person accepted that commits may be lost"),
    SYNCHRONOUS_SET_CHANGED("other standbys have to confirm commits from now on"),
    SYNCHRONOUS_SET_EMPTY("no standby is left that could confirm commits"),
    SYNCHRONOUS_QUORUM_MISSING("too few synchronous standbys have answered to be sure of every acknowledged commit"),
    UPSTREAM_CHANGED("a standby streams from another node from now on"),
    VIEW_REPEATED("the view in force, written again for the log's readers"),
    TIMELINE_TAKEN("its timeline has the number of another one that a different term opened"),
    VALIDATION_REFUSED("failover_validation_command refused the candidate"),
    /// A code from a newer writer; never written.
    @JsonEnumDefaultValue
    UNKNOWN("a reason this version does not know");

    private final String meaning;

    Reason(String meaning) {
        this.meaning = meaning;
    }

    /// A clause that can follow "because".
    public String meaning() {
        return meaning;
    }
}
