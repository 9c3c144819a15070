package io.pgbaton.cli.reach;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.Colour;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.output.Table;
import io.pgbaton.cli.session.Session;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.fleet.Reach;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The cells as a table, rows from and columns to, with what is wrong below it.
final class Matrix {

    private final List<Member> members;
    private final List<Cell> cells;

    Matrix(List<Member> members, List<Cell> cells) {
        this.members = members;
        this.cells = cells;
    }

    static final class Form {
        @Option(names = "--csv", description = "from,to,status as repmgr writes them: 0 reached, -1 failed, -2 unknown")
        boolean csv;

        @Option(names = "--json", description = "the cells, with the reasons")
        boolean json;
    }

    /// Prints it. Anything that is not reached, or not known, is an issue.
    ExitCode show(Form form, Session session) {
        PrintWriter out = session.screen().out();
        if (form.json) {
            out.println(JsonText.of(cells));
        } else if (form.csv) {
            cells.forEach(cell -> out.println(
                    cell.from() + "," + cell.to() + "," + cell.status().number()));
        } else {
            print(out, session);
        }
        return issues().isEmpty() ? ExitCode.SUCCESS : ExitCode.ISSUES_FOUND;
    }

    private void print(PrintWriter out, Session session) {
        Table table = new Table(Stream.concat(
                        Stream.of("Name", "ID"),
                        members.stream().map(member -> member.node().toString()))
                .toArray(String[]::new));
        for (Member from : members) {
            List<String> row = new ArrayList<>(List.of(from.name(), from.node().toString()));
            of(from).map(cell -> cell.status().sign()).forEach(row::add);
            boolean whole = of(from).allMatch(cell -> cell.status() == Cell.Mark.REACHED);
            table.row(whole ? Colour.NONE : Colour.BAD, row);
        }
        table.print(out, session.screen().terminal());
        if (!issues().isEmpty() && !session.isTerse()) {
            out.println();
            out.println("WARNING: following issues were detected");
            issues().forEach(issue -> out.println("  - " + issue));
        }
    }

    private Stream<Cell> of(Member from) {
        return cells.stream().filter(cell -> cell.from().equals(from.node()));
    }

    private List<String> issues() {
        return members.stream().flatMap(this::issuesOf).toList();
    }

    /// What one sentence says of a whole row is said once.
    private Stream<String> issuesOf(Member from) {
        Stream<String> unknown = of(from).map(Cell::why)
                .filter(Objects::nonNull)
                .distinct()
                .map(why -> from.name() + " does not say what it reaches: " + why);
        Stream<String> failed = of(from).flatMap(
                        cell -> Stream.of(blocked(cell, "server", cell.server()), blocked(cell, "agent", cell.agent()))
                                .filter(Predicate.not(String::isEmpty)));
        return Stream.concat(unknown, failed);
    }

    private String blocked(Cell cell, String what, Reach.@Nullable Way way) {
        return way == null || way.open()
                ? ""
                : name(cell.from()) + " does not reach the " + what + " of " + name(cell.to()) + ": "
                        + Objects.requireNonNullElse(way.why(), "no reason was given");
    }

    private String name(NodeId node) {
        return members.stream()
                .filter(member -> member.node().equals(node))
                .map(Member::name)
                .findFirst()
                .orElse("node " + node);
    }
}
