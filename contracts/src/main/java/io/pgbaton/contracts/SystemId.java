package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// PostgreSQL's database system identifier: made by `initdb`, equal on all servers of one replication cluster.
/// A decimal string, since JSON numbers lose its last digits in many readers.
public record SystemId(@JsonValue String decimal) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SystemId {
        if (decimal.isEmpty() || !decimal.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("\"" + decimal + "\" is not a database system identifier");
        }
    }

    @Override
    public String toString() {
        return decimal;
    }
}
