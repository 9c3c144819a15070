package io.pgbaton.simulation.checks;

/// Something that must never happen did, at this moment of a simulation.
public final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1;

    public Violation(String what) {
        super(what, null, false, false);
    }
}
