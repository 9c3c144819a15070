package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The fencing token of a cluster: one for each election, won or dropped; it only grows. Zero is "none yet".
public record Term(@JsonValue long value) implements Comparable<Term> {

    public static final Term NONE = new Term(0);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Term {
        if (value < 0) {
            throw new IllegalArgumentException("term " + value + " is negative");
        }
    }

    public Term next() {
        return new Term(Math.addExact(value, 1));
    }

    public boolean isAbove(Term other) {
        return value > other.value;
    }

    public boolean isAtLeast(Term other) {
        return value >= other.value;
    }

    public static Term highest(Term one, Term other) {
        return one.isAbove(other) ? one : other;
    }

    @Override
    public int compareTo(Term other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
