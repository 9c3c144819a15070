package io.pgbaton.cli.adopt;

import io.pgbaton.cli.output.Colour;
import io.pgbaton.cli.output.Terminal;
import io.pgbaton.cli.session.Session;
import io.pgbaton.contracts.adopt.Finding;
import io.pgbaton.contracts.adopt.Survey;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A survey for a person.
final class SurveyText {

    private final PrintWriter out;
    private final Terminal terminal;
    private final boolean terse;

    SurveyText(Session session) {
        this.out = session.screen().out();
        this.terminal = session.screen().terminal();
        this.terse = session.isTerse();
    }

    void findings(Survey survey) {
        survey.self()
                .ifPresent(self -> out.println("node " + self.id() + " (" + self.name() + "), a "
                        + self.type().name().toLowerCase(Locale.ROOT) + " of a repmgr cluster of "
                        + survey.nodes().size()));
        survey.findings().stream()
                .filter(finding -> !terse || finding.level() != Finding.Level.FINE)
                .forEach(this::finding);
    }

    private void finding(Finding finding) {
        String level = finding.level().name().toLowerCase(Locale.ROOT);
        String line = "  %-6s  %s: %s (%s)".formatted(level, finding.what(), finding.value(), finding.why());
        out.println(terminal.line(colour(finding.level()), line));
        if (finding.change() != null) {
            out.println("          " + finding.change() + (finding.restart() ? "  -- needs a restart" : ""));
        }
    }

    private static Colour colour(Finding.Level level) {
        return switch (level) {
            case MUST -> Colour.BAD;
            case SHOULD -> Colour.WARNING;
            case FINE -> Colour.NONE;
        };
    }

    void dropped(Survey survey) {
        if (terse || survey.settings().dropped().isEmpty()) {
            return;
        }
        out.println("settings that end here:");
        Map<String, List<String>> byReason = survey.settings().dropped().stream()
                .collect(Collectors.groupingBy(
                        Survey.Setting::note,
                        LinkedHashMap::new,
                        Collectors.mapping(Survey.Setting::name, Collectors.toList())));
        byReason.forEach((reason, names) -> out.println("  " + String.join(", ", names) + ": " + reason));
    }

    void conf(AgentConfText conf) {
        conf.shown().lines().forEach(line -> out.println(("  " + line).stripTrailing()));
    }

    void steps(List<String> steps) {
        if (terse) {
            return;
        }
        out.println("next:");
        for (int i = 0; i < steps.size(); i++) {
            out.println("  " + (i + 1) + ". " + steps.get(i));
        }
    }

    void line(String line) {
        out.println(line);
    }
}
