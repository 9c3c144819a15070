package io.pgbaton.agent;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.config.ConfigProblem;
import java.io.IOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/// One line a message: time, level, text. To standard error, or to `log_file`.
final class Logs {

    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");
    private static final Logger DRIVER = Logger.getLogger("org.postgresql");

    private Logs() {}

    static void configure(AgentConfig.Logging logging) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        Handler handler = handler(logging);
        handler.setFormatter(new OneLine());
        handler.setLevel(Level.ALL);
        root.addHandler(handler);
        root.setLevel(level(logging.level()));
        // what the libraries have to say of a bus or a server that is away is said by us, in one line
        boolean debug = logging.level().equals("DEBUG");
        KAFKA.setLevel(debug ? Level.INFO : Level.OFF);
        DRIVER.setLevel(debug ? Level.INFO : Level.OFF);
    }

    private static Handler handler(AgentConfig.Logging logging) {
        try {
            return logging.file().isPresent()
                    ? new FileHandler(logging.file().get().toString().replace("%", "%%"), true)
                    : new Flushing();
        } catch (IOException e) {
            throw new ConfigProblem("log_file '" + logging.file().orElseThrow() + "': " + e.getMessage());
        }
    }

    private static Level level(String name) {
        return switch (name) {
            case "DEBUG" -> Level.FINE;
            case "INFO", "NOTICE" -> Level.INFO;
            case "WARNING" -> Level.WARNING;
            default -> Level.SEVERE;
        };
    }

    private static final class Flushing extends StreamHandler {
        Flushing() {
            super(System.err, new OneLine());
        }

        @Override
        public synchronized void publish(LogRecord entry) {
            super.publish(entry);
            flush();
        }
    }

    private static final class OneLine extends Formatter {
        private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                        "yyyy-MM-dd HH:mm:ss.SSSXXX", Locale.ROOT)
                .withZone(ZoneId.systemDefault());

        @Override
        public String format(LogRecord entry) {
            StringBuilder line = new StringBuilder(TIME.format(entry.getInstant()))
                    .append(' ')
                    .append(name(entry.getLevel()))
                    .append(' ')
                    .append(formatMessage(entry).replace('\n', ' '));
            Throwable thrown = entry.getThrown();
            for (int i = 0; thrown != null && i < Math.min(3, thrown.getStackTrace().length); i++) {
                line.append(i == 0 ? " at " : " < ").append(thrown.getStackTrace()[i]);
            }
            return line.append(System.lineSeparator()).toString();
        }

        private static String name(Level level) {
            return level.equals(Level.SEVERE) ? "ERROR" : level.equals(Level.FINE) ? "DEBUG" : level.getName();
        }
    }
}
