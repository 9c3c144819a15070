package io.pgbaton.simulation.bus;

/// A transaction of one producer: open until it is committed or aborted.
public final class Transaction {

    private enum State {
        OPEN,
        COMMITTED,
        ABORTED
    }

    private State state = State.OPEN;

    public boolean isOver() {
        return state != State.OPEN;
    }

    public boolean isCommitted() {
        return state == State.COMMITTED;
    }

    void commit() {
        state = State.COMMITTED;
    }

    void abort() {
        state = State.ABORTED;
    }
}
