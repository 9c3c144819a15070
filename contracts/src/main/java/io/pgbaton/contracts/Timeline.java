package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// PostgreSQL's timeline number: an unsigned 32-bit number that grows by one with each promotion.
public record Timeline(@JsonValue long value) implements Comparable<Timeline> {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Timeline {
        if (value < 1 || value > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("timeline " + value + " is out of range: 1 to 4294967295");
        }
    }

    @Override
    public int compareTo(Timeline other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
