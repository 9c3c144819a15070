package io.pgbaton.cli.cluster;

import io.pgbaton.cli.output.Colour;
import io.pgbaton.cli.output.Table;
import io.pgbaton.contracts.Explanation;
import java.util.List;

/// The nodes an election looked at, best first.
final class Weighings {

    private Weighings() {}

    static Table table(List<Explanation.Weighed> candidates) {
        Table table = new Table("Candidate", "End of its log", "Chosen", "Why");
        for (Explanation.Weighed one : candidates) {
            table.row(
                    one.chosen() ? Colour.GOOD : Colour.NONE,
                    List.of(
                            one.name(),
                            one.end() == null ? "?" : one.end().toString(),
                            one.chosen() ? "*" : "",
                            one.why()));
        }
        return table;
    }
}
