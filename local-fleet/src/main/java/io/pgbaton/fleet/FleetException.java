package io.pgbaton.fleet;

/// Something on this machine is not as it must be. The message is one clear line for the person at the terminal
/// (more lines only where they quote a log), so it is shown as it is, without a stack trace.
public final class FleetException extends RuntimeException {

    public FleetException(String message) {
        super(message);
    }

    public FleetException(String message, Throwable cause) {
        super(message, cause);
    }
}
