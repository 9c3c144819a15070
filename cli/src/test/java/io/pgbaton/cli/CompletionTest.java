package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {

    @TempDir
    private Path folder;

    @Test
    void bashCompletesObjectsVerbsAndOptions() throws IOException, InterruptedException {
        Run run = Run.of("completion", "bash");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
        Path script = Files.writeString(folder.resolve("pgbaton"), run.out());
        assertThat(completed(script, "pgbaton clu")).contains("cluster");
        assertThat(completed(script, "pgbaton node ch")).contains("check");
        assertThat(completed(script, "pgbaton node check --replication")).contains("--replication-lag");
    }

    @Test
    void zshTakesTheSameOnceItIsTold() {
        assertThat(Run.of("completion", "zsh").out())
                .startsWith("autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n")
                .contains(Run.of("completion", "bash").out());
    }

    @Test
    void fishGetsALineForEach() {
        assertThat(Run.of("completion", "fish").out())
                .contains("-n '__fish_use_subcommand' -a cluster -d ")
                .contains("__fish_seen_subcommand_from node; and not __fish_seen_subcommand_from ")
                .contains("-l replication-lag -d 'seconds behind the primary'");
    }

    /// What a real bash offers for this line, the cursor at its end.
    private static String completed(Path script, String line) throws IOException, InterruptedException {
        String ask = ". '" + script + "'; COMP_LINE='" + line + "'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(" + line
                + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); f=$(complete -p pgbaton | sed 's/.*-F \\([^ ]*\\).*/\\1/');"
                + " $f; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("bash", "-c", ask).start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        bash.waitFor();
        return out;
    }
}
