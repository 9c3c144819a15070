package io.pgbaton.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgbaton.agent.config.ConfigProblem;
import io.pgbaton.agent.disk.GuardFence;
import io.pgbaton.agent.disk.StateProblem;
import io.pgbaton.agent.postgres.Programs;
import io.pgbaton.contracts.Term;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What agent and guard read of each other.
class GuardFilesTest {

    private static final Programs PROGRAMS = new Programs(Optional.empty(), Map.of());

    @TempDir
    private Path state = Path.of("");

    @Test
    void aGuardThatNeverFencedHasFencedNothing() {
        assertThat(new GuardFence(state).read()).isEqualTo(Term.NONE);
    }

    @Test
    void theGuardsFenceIsRead() throws IOException {
        Files.writeString(state.resolve("fenced"), "term=17\n");
        assertThat(new GuardFence(state).read()).isEqualTo(new Term(17));
    }

    @Test
    void aBrokenFenceStopsTheAgent() throws IOException {
        for (String broken : List.of("", "term=\n", "term=-1\n", "term=x\n", "fenced=3\n")) {
            Files.writeString(state.resolve("fenced"), broken);
            assertThatThrownBy(() -> new GuardFence(state).read())
                    .isInstanceOf(StateProblem.class)
                    .hasMessageContaining("fenced");
        }
    }

    @Test
    void aRequestIsOneLineAWord() {
        StartRequest request = new StartRequest(
                4, "b00t", 1200, Map.of("LC_ALL", "C"), List.of("pg_ctl", "start", "-o", "-p 5433 -c \"a b\""));
        assertThat(request.written()).isEqualTo("""
                        id=4
                        boot=b00t
                        deadline=1200
                        env=LC_ALL=C
                        arg=pg_ctl
                        arg=start
                        arg=-o
                        arg=-p 5433 -c "a b"
                        end
                        """);
    }

    @Test
    void aWordOfTwoLinesIsRefused() {
        StartRequest request = new StartRequest(4, "b00t", 1200, Map.of(), List.of("pg_ctl", "a\nend"));
        assertThatThrownBy(request::written).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAgentWithoutItsGuardIsRefusedInOneLine() {
        assertThatThrownBy(() -> Guard.requireBeside(state, Path.of("/data"), PROGRAMS))
                .isInstanceOf(ConfigProblem.class)
                .hasMessage("guard is on, and no guard runs for " + state
                        + ": start bin/pgbaton-agent, which brings it, or set guard = off");
    }

    @Test
    void aGuardOfThePastIsNoGuard() throws IOException {
        // this very process, but for its start time
        Files.writeString(
                state.resolve("guard.pid"),
                "pid=" + ProcessHandle.current().pid() + "\nstart=1\ndata_directory=/data\n");
        assertThatThrownBy(() -> Guard.requireBeside(state, Path.of("/data"), PROGRAMS))
                .hasMessageContaining("no guard runs");
    }

    @Test
    void aGuardOfAnotherDirectoryIsRefused() throws IOException {
        try (TestGuard guard = new TestGuard()) {
            guard.start("dash");
            assertThatThrownBy(() -> Guard.requireBeside(guard.state(), Path.of("/elsewhere"), PROGRAMS))
                    .isInstanceOf(ConfigProblem.class)
                    .hasMessageContaining(guard.data() + " and data_directory is /elsewhere");
        }
    }
}
