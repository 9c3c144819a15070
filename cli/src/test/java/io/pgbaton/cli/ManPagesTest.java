package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pgbaton.cli.man.ManPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The manual pages of the distribution: all there, complete, and read by `man` without a complaint.
class ManPagesTest {

    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--?[a-zA-Z?][a-z-]*");
    private static final Pattern MACRO = Pattern.compile("\\.(TH|SH|PP|TP|nf|fi|nh|ad)( .*)?");

    private final Map<String, String> pages = ManPage.of(ManPages.grammar(), "pgbaton 1.0");

    @TempDir
    private Path folder;

    @Test
    void everyCommandHasAPageWithEveryOptionOfItsHelp() {
        CommandLine grammar = ManPages.grammar();

        assertThat(pages).hasSizeGreaterThan(40);
        assertThat(Stream.concat(Stream.of(grammar), below(grammar))).allSatisfy(command -> {
            String page = pages.getOrDefault(command.getCommandSpec().qualifiedName("-") + ".1", "");
            assertThat(page).as(command.getCommandSpec().qualifiedName()).isNotEmpty();
            assertThat(OPTION.matcher(command.getUsageMessage()).results().map(MatchResult::group))
                    .as(command.getCommandSpec().qualifiedName())
                    .isNotEmpty()
                    .allSatisfy(option -> assertThat(page).contains(option.replace("-", "\\-")));
        });
    }

    private static Stream<CommandLine> below(CommandLine command) {
        return command.getSubcommands().values().stream()
                .filter(one -> !one.getCommandSpec().usageMessage().hidden())
                .flatMap(one -> Stream.concat(Stream.of(one), below(one)));
    }

    @Test
    void theySayHowACommandEndsAndGiveItsExamples() {
        assertThat(pages.get("pgbaton-standby-switchover.1"))
                .contains(".SH EXIT STATUS\n", "\\fB18\\fR\n", "\\fB22\\fR\n")
                .contains(".SH EXAMPLES\n.PP\n.nf\n", "  pgbaton standby switchover \\-\\-cluster orders")
                .contains("pgbaton\\-standby\\-promote(1)");
    }

    /// The rules of man(7) that a typesetter would otherwise break silently on, for where there is none.
    @Test
    void everyLineIsAKnownMacroOrText() {
        assertThat(pages).allSatisfy((file, page) -> {
            assertThat(page).as(file).startsWith(".TH \"pgbaton").matches("\\p{ASCII}*");
            assertThat(page.lines().filter(line -> line.startsWith(".") || line.startsWith("'")))
                    .allSatisfy(line -> assertThat(line).matches(MACRO));
            assertThat(page.lines().filter(line -> line.startsWith(".SH")))
                    .startsWith(".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION")
                    .doesNotHaveDuplicates();
            assertThat(page.lines()).doesNotContain("");
        });
    }

    @Test
    void groffHasNothingToSay() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "groff is not installed");
        for (Map.Entry<String, String> page : pages.entrySet()) {
            Path file = Files.writeString(folder.resolve(page.getKey()), page.getValue());
            Process groff = new ProcessBuilder("groff", "-man", "-ww", "-z", "-Tutf8", file.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(groff.waitFor()).as(page.getKey()).isZero();
            assertThat(said).as(page.getKey()).isEmpty();
        }
    }
}
