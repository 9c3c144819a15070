package io.pgbaton.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The lists in the docs are printed from the code. `-Dpgbaton.docs.write=true` writes them anew.
class DocsTest {

    @Test
    void theEventsPageListsTheEventsOfTheCode() throws IOException {
        matches("events.md", "events", eventTable());
    }

    @Test
    void theReasonsPageListsTheReasonsOfTheCode() throws IOException {
        matches("reasons.md", "reasons", reasonTable());
    }

    @Test
    void theTopicsPageListsTheTopicsOfTheCode() throws IOException {
        matches("topics.md", "topics", topicTable());
    }

    private static String eventTable() {
        return table(
                List.of("Event", "Severity", "repmgr's name", "Means"),
                Arrays.stream(EventKind.values())
                        .map(kind -> List.of(
                                "`" + kind.wireName() + "`",
                                kind.severity().name().toLowerCase(Locale.ROOT),
                                kind.repmgrName().isEmpty() ? "–" : "`" + kind.repmgrName() + "`",
                                kind.meaning())));
    }

    private static String reasonTable() {
        return table(
                List.of("Reason", "Because"),
                Arrays.stream(Reason.values())
                        .filter(reason -> reason != Reason.UNKNOWN)
                        .map(reason -> List.of("`" + reason.name() + "`", reason.meaning())));
    }

    private static String topicTable() {
        return table(
                List.of("Topic", "Settings"),
                Arrays.stream(Topic.values())
                        .map(topic -> List.of(
                                "`" + topic.topicName() + "`",
                                topic.settings().entrySet().stream()
                                        .sorted(Map.Entry.comparingByKey())
                                        .map(setting -> "`" + setting.getKey() + "=" + setting.getValue() + "`")
                                        .collect(Collectors.joining(" ")))));
    }

    private static String table(List<String> head, Stream<List<String>> rows) {
        return Stream.concat(Stream.of(head, head.stream().map(column -> "---").toList()), rows)
                .map(cells -> cells.stream().collect(Collectors.joining(" | ", "| ", " |")))
                .collect(Collectors.joining("\n"));
    }

    private static void matches(String page, String section, String expected) throws IOException {
        Path file = Path.of("..", "docs", page);
        String text = Files.readString(file);
        String begin = "<!-- " + section + ": printed from the code -->\n\n";
        String end = "\n\n<!-- end -->";
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end, from);
        if (Boolean.getBoolean("pgbaton.docs.write")) {
            Files.writeString(file, text.substring(0, from) + expected + text.substring(to));
            return;
        }
        assertThat(text.substring(from, to))
                .as("%s differs from the code: run ./mvnw -pl contracts test -Dquick -Dpgbaton.docs.write=true", page)
                .isEqualTo(expected);
    }
}
