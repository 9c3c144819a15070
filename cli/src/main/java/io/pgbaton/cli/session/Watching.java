package io.pgbaton.cli.session;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Draws a picture again and again: in place on a terminal, one below the other elsewhere. A picture that cannot be
/// made is said above the last one, and is tried again; the very first one has to succeed.
public final class Watching {

    /// To the upper left corner; nothing is erased first, so nothing flickers.
    private static final String HOME = "\u001b[H";

    private static final String REST_OF_LINE = "\u001b[K";
    private static final String REST_OF_SCREEN = "\u001b[J";

    @Option(names = "--interval", paramLabel = "LENGTH", description = "between two looks: 1s or more (default: 2s)")
    private String interval = "2s";

    @Option(names = "--count", paramLabel = "N", description = "end after so many looks (default: with Ctrl-C)")
    private @Nullable Integer count;

    public ExitCode run(Surroundings.Screen screen, Consumer<PrintWriter> draw) {
        Duration pause = TimeSpan.parse("--interval", interval);
        if (count != null && count < 1) {
            throw CommandFailed.badConfig("--count " + count + " is out of range: it is 1 or more");
        }
        String last = picture(draw);
        for (long look = 1; ; look++) {
            show(screen, last);
            if ((count != null && look >= count) || !slept(pause)) {
                return ExitCode.SUCCESS;
            }
            last = next(draw, last);
        }
    }

    private static String next(Consumer<PrintWriter> draw, String last) {
        try {
            return picture(draw);
        } catch (CommandFailed e) {
            String below = last.startsWith("pgbaton: ") ? last.substring(last.indexOf('\n') + 1) : last;
            return "pgbaton: " + e.line() + "\n" + below;
        }
    }

    private static String picture(Consumer<PrintWriter> draw) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        draw.accept(writer);
        writer.flush();
        return text.toString();
    }

    private static void show(Surroundings.Screen screen, String picture) {
        if (screen.terminal().isTerminal()) {
            screen.out().print(HOME + picture.replace("\n", REST_OF_LINE + "\n") + REST_OF_SCREEN);
        } else {
            screen.out().println(picture);
        }
        screen.out().flush();
    }

    private static boolean slept(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
