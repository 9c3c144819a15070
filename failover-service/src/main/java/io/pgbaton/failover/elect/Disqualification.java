package io.pgbaton.failover.elect;

/// Why a node that promised may not be chosen.
public enum Disqualification {
    PRIORITY_ZERO,
    MANUAL,
    OLDER_TIMELINE,
    LAG,
    /// The lost primary may hold its lease by others' grants: this one was not asked (rule M1).
    GRANT_NOT_NEEDED,
    /// It need not have every acknowledged commit (rule F5).
    NOT_SYNCHRONOUS,
    /// `failover_validation_command` said no.
    REFUSED_BY_VALIDATION
}
