package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// The schemas in `docs/json` are those of the code. `-Dpgbaton.docs.write=true` writes them anew. What commands print
/// is held against them wherever a test runs one: see [Run].
class JsonSchemasTest {

    private static final String BEGIN = "<!-- kinds -->\n";
    private static final String END = "<!-- end of kinds -->\n";

    @ParameterizedTest
    @EnumSource
    void theSchemaIsThatOfTheRecords(JsonKind kind) throws IOException {
        Path file = JsonSchemas.FOLDER.resolve(kind.fileName());
        String schema = JsonSchemas.of(kind);
        if (Boolean.getBoolean("pgbaton.docs.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, schema);
        }
        assertThat(file).as("-Dpgbaton.docs.write=true writes it anew").hasContent(schema.stripTrailing());
    }

    @Test
    void theIndexNamesEachWithItsCommands() throws IOException {
        Path index = JsonSchemas.FOLDER.resolve("README.md");
        String page = Files.readString(index);
        String table = "| File | What it is | Commands |\n| --- | --- | --- |\n"
                + Arrays.stream(JsonKind.values())
                        .map(kind -> "| [%s](%s) | %s | %s |\n"
                                .formatted(
                                        kind.fileName(),
                                        kind.fileName(),
                                        kind.title(),
                                        kind.commands().stream()
                                                .map(command -> "`" + command + "`")
                                                .collect(Collectors.joining(", "))))
                        .collect(Collectors.joining());
        String whole = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + "\n" + table + "\n"
                + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("pgbaton.docs.write")) {
            Files.writeString(index, whole);
        }
        assertThat(Files.readString(index)).isEqualTo(whole);
    }

    /// Or the comparison would say nothing.
    @Test
    void whatIsNotInASchemaIsFound() {
        List<String> words = List.of("cluster", "cleanup", "--json");
        JsonSchemas.check(words, "{\"samples\":1,\"dryRun\":false}");

        assertThatThrownBy(() -> JsonSchemas.check(words, "{\"samples\":1,\"dryRun\":false,\"more\":1}"))
                .hasMessageContaining("more");
        assertThatThrownBy(() -> JsonSchemas.check(words, "{\"samples\":\"1\",\"dryRun\":false}"))
                .hasMessageContaining("samples");
        assertThatThrownBy(() -> JsonSchemas.check(words, "{\"samples\":1}")).hasMessageContaining("dryRun");
    }

    static Stream<String> commandsWithJson() {
        return ManPages.grammar().getSubcommands().values().stream()
                .flatMap(object -> object.getSubcommands().isEmpty()
                        ? Stream.of(object)
                        : object.getSubcommands().values().stream())
                .map(CommandLine::getCommandSpec)
                .filter(command -> !command.usageMessage().hidden())
                .filter(command -> command.optionsMap().containsKey("--json"))
                .map(command -> command.qualifiedName().substring("pgbaton ".length()))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("commandsWithJson")
    void everyCommandWithJsonHasASchema(String command) {
        List<String> words = List.of(command.split(" "));

        assertThat(Stream.of(true, false).flatMap(list -> JsonKind.of(words, list).stream()))
                .as("a kind whose commands have " + command)
                .isNotEmpty();
    }
}
