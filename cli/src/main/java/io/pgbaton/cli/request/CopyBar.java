package io.pgbaton.cli.request;

import io.pgbaton.cli.output.Amounts;
import io.pgbaton.cli.output.Terminal;
import io.pgbaton.cli.session.Session;
import io.pgbaton.contracts.Copying;
import org.jspecify.annotations.Nullable;

/// How far a clone is: a bar that is drawn over and over on a terminal, a line every tenth percent elsewhere.
final class CopyBar {

    private static final String REST_OF_LINE = "\u001b[K";
    private static final int WIDEST = 40;

    private final Session session;
    private final boolean silent;
    private boolean drawn;
    private int said = -1;

    CopyBar(Session session, boolean silent) {
        this.session = session;
        this.silent = silent;
    }

    void show(@Nullable Copying now) {
        if (silent || now == null) {
            return;
        }
        Terminal terminal = session.screen().terminal();
        if (terminal.isTerminal()) {
            session.draw("\r" + bar(now, terminal) + REST_OF_LINE);
            drawn = true;
        } else if (now.percent() / 10 != said) {
            said = now.percent() / 10;
            session.result("cloning: " + words(now));
        }
    }

    /// Makes room for the next line.
    void clear() {
        if (drawn) {
            session.draw("\r" + REST_OF_LINE);
            drawn = false;
        }
    }

    private static String bar(Copying now, Terminal terminal) {
        String words = words(now);
        int width = Math.min(WIDEST, terminal.widthBeside(words.length() + 4, WIDEST));
        int full = width * now.percent() / 100;
        return "[" + "#".repeat(full) + ".".repeat(width - full) + "] " + words;
    }

    static String words(Copying now) {
        String rate = Amounts.bytes(now.bytesPerSecond()) + "/s";
        String amount = Amounts.bytes(now.copiedBytes()) + " of " + Amounts.bytes(now.totalBytes());
        long left = now.totalBytes() - now.copiedBytes();
        String rest = now.bytesPerSecond() > 0 && left > 0
                ? ", " + Amounts.millis(left * 1000 / now.bytesPerSecond()) + " left"
                : "";
        return now.percent() + " %, " + amount + ", " + rate + rest;
    }
}
