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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "adopt",
                "cluster show",
                "cluster topology",
                "cluster watch",
                "cluster event",
                "cluster history",
                "cluster explain",
                "cluster what-if",
                "cluster matrix",
                "cluster crosscheck",
                "cluster acknowledge",
                "cluster accept-loss",
                "completion bash",
                "completion zsh",
                "completion fish",
                "fleet show",
                "fleet watch",
                "service status",
                "service pause",
                "service unpause",
                "node status",
                "node check",
                "node rejoin",
                "node service",
                "primary unregister",
                "standby register",
                "standby unregister",
                "standby promote",
                "standby follow",
                "witness register",
                "witness unregister",
                "primary register",
                "standby clone",
                "standby switchover"
            })
    void itNamesEveryOptionOfEveryCommand(String command) {
        String help = Run.of((command + " --help").split(" ")).out();

        assertThat(page).contains(command);
        assertThat(OPTION.matcher(help).results().map(MatchResult::group).distinct())
                .allSatisfy(option -> assertThat(page).contains(option));
    }
}
