package io.pgbaton.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// A table as psql and repmgr print them: names, a rule, one line a row.
public final class Table {

    private final List<String> names;
    private final List<Row> rows = new ArrayList<>();

    private record Row(Colour colour, List<String> cells) {}

    public Table(String... names) {
        this.names = List.of(names);
    }

    public void row(Colour colour, List<String> cells) {
        if (cells.size() != names.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + names.size() + " columns");
        }
        rows.add(new Row(colour, List.copyOf(cells)));
    }

    public void print(PrintWriter out, Terminal terminal) {
        int[] widths = widths();
        out.println(terminal.fit(line(names, widths)));
        out.println(terminal.fit(rule(widths)));
        for (Row row : rows) {
            out.println(terminal.paint(row.colour(), terminal.fit(line(row.cells(), widths))));
        }
    }

    private int[] widths() {
        int[] widths = new int[names.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = names.get(column).length();
            for (Row row : rows) {
                widths[column] =
                        Math.max(widths[column], row.cells().get(column).length());
            }
        }
        return widths;
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            line.append(column == 0 ? " " : " | ").append(cells.get(column));
            line.repeat(' ', widths[column] - cells.get(column).length());
        }
        return line.toString().stripTrailing();
    }

    private static String rule(int[] widths) {
        StringBuilder rule = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            rule.append(column == 0 ? "" : "+").repeat('-', widths[column] + 2);
        }
        return rule.toString();
    }
}
