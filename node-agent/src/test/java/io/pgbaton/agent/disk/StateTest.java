package io.pgbaton.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgbaton.agent.lease.Standing;
import io.pgbaton.agent.moves.Lineage;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void whatWasWrittenIsReadAgain() {
        Standing standing = Standing.NEW
                .adopt(new Term(4), 17)
                .fence(new Term(3))
                .promise(new Term(5))
                .rest(true);
        new FileStandingStore(directory).write(standing);
        assertThat(new FileStandingStore(directory).read()).isEqualTo(standing);
    }

    @Test
    void aNewNodeHasPromisedNothing() {
        assertThat(new FileStandingStore(directory).read()).isEqualTo(Standing.NEW);
    }

    @Test
    void aBrokenFileStopsTheAgentAndIsNeverReset() throws IOException {
        Path file = directory.resolve("standing");
        for (String broken : new String[] {"", "promised=4\n", "promised=x\nfenced=1\nterm=1\nview=1\nend\n"}) {
            Files.writeString(file, broken);
            assertThatThrownBy(() -> new FileStandingStore(directory).read())
                    .isInstanceOf(StateProblem.class)
                    .message()
                    .hasLineCount(1);
            assertThat(file).hasContent(broken);
        }
    }

    @Test
    void aLineageThatWasWrittenIsReadAgain() {
        assertThat(new LineageFile(directory).read()).isEqualTo(Lineage.UNKNOWN);
        Lineage lineage = Lineage.UNKNOWN
                .attempting(new Term(5), new Timeline(1))
                .settled(new Timeline(2))
                .attempting(new Term(7), new Timeline(2));
        new LineageFile(directory).write(lineage);
        assertThat(new LineageFile(directory).read()).isEqualTo(lineage);
    }

    @Test
    void aBrokenLineageStopsTheAgent() throws IOException {
        for (String broken : new String[] {"", "opened 2 5\n", "opened x 5\nend\n"}) {
            Files.writeString(directory.resolve("lineage"), broken);
            assertThatThrownBy(() -> new LineageFile(directory).read())
                    .isInstanceOf(StateProblem.class)
                    .message()
                    .hasLineCount(1);
        }
    }

    @Test
    void aSecondAgentForTheSameNodeIsRefused() throws IOException {
        try (StateDirectory held = StateDirectory.hold(directory, "node 3")) {
            assertThatThrownBy(() -> StateDirectory.hold(held.path(), "node 3"))
                    .hasMessage("another agent runs for node 3 (pid "
                            + ProcessHandle.current().pid() + ")");
        }
        StateDirectory.hold(directory, "node 3").close();
    }

    @Test
    void aRebuildThatWasCutShortIsRemembered() throws IOException {
        try (StateDirectory held = StateDirectory.hold(directory, "node 3")) {
            held.rebuilding("clone");
        }
        try (StateDirectory again = StateDirectory.hold(directory, "node 3")) {
            assertThat(again.halfRebuilt()).isTrue();
            again.rebuilt();
            assertThat(again.halfRebuilt()).isFalse();
        }
    }
}
