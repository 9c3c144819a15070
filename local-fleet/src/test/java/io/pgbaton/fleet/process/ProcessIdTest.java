package io.pgbaton.fleet.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIdTest {

    @TempDir
    private Path folder;

    @Test
    void takesAnotherProcessWithTheSameNumberForDead() {
        ProcessId self = ProcessId.of(ProcessHandle.current().pid()).orElseThrow();

        assertThat(self.isAlive()).isTrue();
        assertThat(new ProcessId(self.pid(), self.startTicks() + 1).isAlive()).isFalse();
    }

    @Test
    void knowsEveryProcessOfTheSessionAProgramLeads() {
        ProcessId program = start("sleep 300 & sleep 300");
        try {
            assertThat(Deadline.in(Duration.ofSeconds(30))
                            .await(() -> program.session().size() >= 2))
                    .isTrue();
        } finally {
            Signal.KILL.sendTo(program.session());
        }
        assertThat(Deadline.in(Duration.ofSeconds(30)).await(() -> !program.isAlive()))
                .isTrue();
    }

    @Test
    void countsAZombieAsDead() throws Exception {
        // it ends when its parent has become `sleep`, which never asks how it ended
        String script = "(until grep -qx sleep /proc/$$/comm; do :; done) & echo $!; exec sleep 300";
        Process child = new ProcessBuilder("sh", "-c", script).start();
        try {
            long grandchild = Long.parseLong(child.inputReader().readLine());
            boolean dead = Deadline.in(Duration.ofSeconds(30))
                    .await(() ->
                            ProcessId.of(grandchild).filter(ProcessId::isAlive).isEmpty());

            assertThat(dead).isTrue();
            assertThat(ProcessId.of(grandchild)).isPresent();
        } finally {
            child.destroyForcibly();
        }
    }

    private ProcessId start(String script) {
        return new Program(List.of("sh", "-c", script), Map.of(), folder.resolve("log"))
                .start(new OsUser("root", "root", false, List.of()));
    }
}
