package io.pgbaton.notifier.config;

/// The subscriptions file cannot be used. The message is one line for a person: file, place in it, what is wrong,
/// what is allowed.
public final class InvalidSubscriptions extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidSubscriptions(String message) {
        super(message);
    }
}
