package io.pgbaton.fleet.terminal;

import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where the words for the person go. Colours only on a terminal, and not where NO_COLOR asks for none.
public final class Terminal {

    private final PrintStream out;
    private final boolean colours;

    public Terminal(PrintStream out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    public static Terminal standard() {
        String refused = Optional.ofNullable(System.getenv("NO_COLOR")).orElse("");
        boolean terminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        return new Terminal(System.out, terminal && refused.isEmpty());
    }

    /// The same words on standard error, where standard output carries data.
    public Terminal aside() {
        return new Terminal(System.err, colours);
    }

    public void say(String line) {
        out.println(line);
        out.flush();
    }

    public void title(String line) {
        say("\n" + paint("1", line));
    }

    public void done(String what, long millis) {
        say("  " + paint("32", "✓") + " " + what + " "
                + paint("2", String.format(Locale.ROOT, "%.1f s", millis / 1000.0)));
    }

    public String good(String text) {
        return paint("32", text);
    }

    public String bad(String text) {
        return paint("31", text);
    }

    public String faint(String text) {
        return paint("2", text);
    }

    /// Columns as wide as their widest cell.
    public void table(List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(" ");
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                line.append(' ').append(cell);
                if (column < row.size() - 1) {
                    line.append(" ".repeat(widths[column] - cell.length() + 1));
                }
            }
            say(line.toString().stripTrailing());
        }
    }

    private String paint(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
