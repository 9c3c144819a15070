package io.pgbaton.notifier.log;

import java.sql.SQLException;

/// The history database does not answer. Never a reason to stop delivering.
public final class LogUnavailable extends Exception {

    private static final long serialVersionUID = 1L;

    LogUnavailable(Exception cause) {
        super(firstLine(cause), cause);
    }

    /// True when the database is there and does not take the row (SQL states 22 and 23): no reason to call it away.
    boolean isRefusal() {
        return getCause() instanceof SQLException e
                && e.getSQLState() != null
                && (e.getSQLState().startsWith("22") || e.getSQLState().startsWith("23"));
    }

    private static String firstLine(Exception cause) {
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return message.lines().findFirst().orElse("no reason given");
    }
}
