package io.pgbaton.cli.man;

import java.util.ArrayList;
import java.util.List;

/// Text in the `man` macros of roff. What is written as text comes out as it is, whatever it has in it.
final class Roff {

    private final List<String> lines = new ArrayList<>();

    /// The first line of a page; it has no date, so that the same sources give the same pages.
    Roff title(String name, String version) {
        lines.add(".TH \"" + name + "\" \"1\" \"\" \"" + version + "\" \"pgbaton\"");
        // neither words broken at line ends nor lines stretched: options and paths are copied from here
        lines.add(".nh");
        lines.add(".ad l");
        return this;
    }

    Roff section(String heading) {
        lines.add(".SH " + heading);
        return this;
    }

    Roff paragraph(String text) {
        lines.add(".PP");
        return text(text);
    }

    /// A line of its own: what it is in bold, and what it means.
    Roff item(String bold, String text) {
        lines.add(".TP");
        lines.add("\\fB" + escaped(bold) + "\\fR");
        return text(text);
    }

    Roff text(String text) {
        String escaped = escaped(text);
        // a line that begins with one of these would be a command to roff
        lines.add(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped);
        return this;
    }

    Roff bold(String text) {
        lines.add("\\fB" + escaped(text) + "\\fR");
        return this;
    }

    /// Lines whose breaks and blanks are kept.
    Roff verbatim(List<String> kept) {
        lines.add(".PP");
        lines.add(".nf");
        kept.forEach(this::text);
        lines.add(".fi");
        return this;
    }

    String page() {
        return String.join("\n", lines) + "\n";
    }

    /// Hyphens are minus signs here: an option that is copied from a page has to work. What is not ASCII is named by
    /// its number.
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(point -> {
            switch (point) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                default -> {
                    if (point < 128) {
                        escaped.appendCodePoint(point);
                    } else {
                        escaped.append(String.format("\\[u%04X]", point));
                    }
                }
            }
        });
        return escaped.toString();
    }
}
