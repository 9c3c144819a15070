package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `docs/cli.md` is written by hand; this holds it to what the command line has.
class DocumentationTest {

    private static final Pattern CODE = Pattern.compile("(?m)^\\| (\\d+) \\|");
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+");

    private final String page = Files.readString(Path.of("..", "docs", "cli.md"));

    DocumentationTest() throws IOException {}

    @Test
    void itsExitCodesAreOurs() {
        List<Integer> documented = CODE.matcher(page)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(Arrays.stream(ExitCode.values())
                        .map(ExitCode::code)
                        .distinct()
                        .toList());
    }

    static Stream<String> everyCommand() {
        return ManPages.grammar().getSubcommands().values().stream()
                .flatMap(object -> object.getSubcommands().isEmpty()
                        ? Stream.of(object)
                        : object.getSubcommands().values().stream())
                .filter(verb -> !verb.getCommandSpec().usageMessage().hidden())
                .map(verb -> verb.getCommandSpec().qualifiedName().substring("pgbaton ".length()))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void itNamesEveryOptionOfEveryCommand(String command) {
        String help = Run.of((command + " --help").split(" ")).out();

        assertThat(page).contains(command);
        assertThat(OPTION.matcher(help).results().map(MatchResult::group).distinct())
                .allSatisfy(option -> assertThat(page).contains(option));
    }
}
