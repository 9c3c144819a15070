package io.pgbaton.notifier.config;

import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Severity;
import io.pgbaton.notifier.route.Glob;
import io.pgbaton.notifier.route.Match;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads a `match`. A pattern for events that matches none of this version's is a mistake in writing: said at once,
/// since nobody would miss mails that never come.
final class MatchReader {

    private static final List<String> KINDS =
            Arrays.stream(EventKind.values()).map(EventKind::wireName).toList();

    private MatchReader() {}

    static Match read(Section section) throws InvalidSubscriptions {
        if (!section.isThere()) {
            return Match.EVERYTHING;
        }
        section.allowOnly(Set.of("events", "clusters", "severity"));
        List<Glob> events = globs(section.at("events"));
        for (Glob glob : events) {
            if (KINDS.stream().noneMatch(glob::matches)) {
                throw section.at("events")
                        .wrong("\"" + glob + "\" matches no event; events are " + String.join(", ", KINDS));
            }
        }
        return new Match(events, globs(section.at("clusters")), severity(section.at("severity")));
    }

    private static List<Glob> globs(Section section) throws InvalidSubscriptions {
        List<Glob> globs = new ArrayList<>();
        for (Section each : section.each()) {
            if (!each.text().matches("[a-z0-9_*?-]+")) {
                throw each.wrong("\"" + each.text() + "\" can match no name: use a-z, 0-9, _, -, * and ?");
            }
            globs.add(new Glob(each.text()));
        }
        return globs.isEmpty() ? List.of(Glob.ANY) : globs;
    }

    private static Severity severity(Section section) throws InvalidSubscriptions {
        Optional<String> text = section.optionalText();
        if (text.isEmpty()) {
            return Severity.INFO;
        }
        for (Severity severity : Severity.values()) {
            if (severity.name().equals(text.get().toUpperCase(Locale.ROOT))) {
                return severity;
            }
        }
        throw section.wrong("\"" + text.get() + "\" is not one of "
                + String.join(
                        ", ", Arrays.stream(Severity.values()).map(Enum::name).toList()));
    }
}
