package io.pgbaton.cli.output;

import java.util.Map;

/// Where the output goes: a terminal of some width, or (`columns` 0) a file or a pipe that gets plain, full lines.
public record Terminal(int columns, boolean coloured) {

    private static final int NARROWEST = 40;
    /// Of a terminal that does not say how wide it is: nothing is cut.
    private static final int UNKNOWN_WIDTH = Integer.MAX_VALUE;

    private static final int NARROWEST_PART = 20;
    private static final int WIDEST_PART = 120;

    /// `columns` is what the launcher found out, empty when standard output is no terminal. Asking the JVM for its
    /// console would load a line editor.
    public static Terminal of(String columns, Map<String, String> environment) {
        if (columns.isEmpty()) {
            return plain();
        }
        boolean noColour = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(widthFrom(columns), !noColour);
    }

    public static Terminal plain() {
        return new Terminal(0, false);
    }

    public boolean isTerminal() {
        return columns > 0;
    }

    /// What a terminal leaves beside `taken` columns, within reason; `usual` for a file, or when that is unknown.
    public int widthBeside(int taken, int usual) {
        return columns == 0 || columns == UNKNOWN_WIDTH
                ? usual
                : Math.clamp(columns - taken, NARROWEST_PART, WIDEST_PART);
    }

    /// Cuts to the width of a terminal; a file keeps everything.
    String fit(String line) {
        return columns == 0 || line.length() <= columns ? line : line.substring(0, columns - 1) + "…";
    }

    /// One line that is no row of a table.
    public String line(Colour colour, String text) {
        return paint(colour, fit(text));
    }

    String paint(Colour colour, String text) {
        return coloured && colour != Colour.NONE ? colour.start() + text + "\u001b[0m" : text;
    }

    private static int widthFrom(String columns) {
        try {
            int width = Integer.parseInt(columns);
            return width == 0 ? UNKNOWN_WIDTH : Math.max(width, NARROWEST);
        } catch (NumberFormatException e) {
            return UNKNOWN_WIDTH;
        }
    }
}
