package io.pgbaton.agent.disk;

/// The agent's own files cannot be trusted or written: it stops with this one line, and never resets them.
public final class StateProblem extends RuntimeException {

    public StateProblem(String message) {
        super(message);
    }
}
