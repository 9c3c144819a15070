package io.pgbaton.notifier.message;

import java.util.Map;

/// The plain text of a mail: a sentence, then names and values in two columns.
final class PlainText {

    private static final int WIDTH = 76;

    private PlainText() {}

    static String render(String what, Map<String, String> facts, Map<String, String> data, String footer) {
        StringBuilder text = new StringBuilder();
        text.append(wrapped(what)).append("\n\n");
        columns(facts, text);
        if (!data.isEmpty()) {
            text.append("\nDetails\n");
            columns(data, text);
        }
        return text.append("\n-- \n").append(footer).append('\n').toString();
    }

    private static void columns(Map<String, String> rows, StringBuilder text) {
        int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
        rows.forEach((name, value) -> text.append("  ")
                .append(name)
                .append(" ".repeat(width - name.length() + 2))
                .append(value.replaceAll("\\R", " "))
                .append('\n'));
    }

    private static String wrapped(String sentence) {
        StringBuilder lines = new StringBuilder();
        int column = 0;
        for (String word : sentence.split("\\s+", -1)) {
            if (column > 0 && column + 1 + word.length() > WIDTH) {
                lines.append('\n');
                column = 0;
            } else if (column > 0) {
                lines.append(' ');
                column++;
            }
            lines.append(word);
            column += word.length();
        }
        return lines.toString();
    }
}
