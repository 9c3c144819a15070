package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The number of a node within its cluster: repmgr's `node_id`, 1 or more.
public record NodeId(@JsonValue int value) implements Comparable<NodeId> {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public NodeId {
        if (value < 1) {
            throw new IllegalArgumentException("node_id " + value + " is out of range: it is 1 or more");
        }
    }

    @Override
    public int compareTo(NodeId other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
