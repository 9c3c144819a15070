package io.pgbaton.contracts;

/// What a server says it is: not in recovery, or in recovery; a witness has no server.
public enum Role {
    PRIMARY,
    STANDBY,
    WITNESS
}
