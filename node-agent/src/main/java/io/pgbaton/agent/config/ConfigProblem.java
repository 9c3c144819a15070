package io.pgbaton.agent.config;

/// The configuration cannot be used; the message is one line that says where and why.
public final class ConfigProblem extends RuntimeException {

    public ConfigProblem(String message) {
        super(message);
    }
}
