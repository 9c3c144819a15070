package io.pgbaton.failover.elect;

/// Why a node that promised may not be chosen.
enum Disqualification {
    PRIORITY_ZERO,
    MANUAL,
    OLDER_TIMELINE,
    LAG
}
