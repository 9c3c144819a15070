package io.pgbaton.fleet.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.folder.FleetFolder;
import io.pgbaton.fleet.folder.FleetState;
import io.pgbaton.fleet.folder.StateFile;
import io.pgbaton.fleet.plan.FleetPlan;
import io.pgbaton.fleet.process.FreePort;
import io.pgbaton.fleet.process.ProcessId;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {

    @TempDir
    private Path root;

    @Test
    void namesTheBusyPortWhatItIsForAndWhoHasIt() throws Exception {
        int port = FreePort.next();
        FleetPlan plan = FleetPlan.usual(port, 1);
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Preflight.requirePorts(plan.ports(), plan))
                    .isInstanceOf(FleetException.class)
                    .hasMessageContaining("port " + port)
                    .hasMessageContaining("Kafka broker 1")
                    .hasMessageContaining("pid " + ProcessHandle.current().pid())
                    .hasMessageContaining("--base-port");
        }
    }

    @Test
    void refusesASecondFleetInTheFolderOfALivingOne() {
        remember(ProcessHandle.current().pid(), FleetState::completed);

        assertThatThrownBy(() -> Preflight.makeRoom(new FleetFolder(root)))
                .hasMessageContaining("up already")
                .hasMessageContaining("./sandbox down");
    }

    @Test
    void saysWhatIsLeftOfAHalfStartedFleet() {
        remember(ProcessHandle.current().pid(), state -> state);

        assertThatThrownBy(() -> Preflight.makeRoom(new FleetFolder(root)))
                .hasMessageContaining("came up only in part")
                .hasMessageContaining("failover");
    }

    @Test
    void clearsTheFolderOfAFleetWhoseProcessesAreAllGone() {
        StateFile file = new StateFile(root.resolve("fleet.json"));
        file.write(StateFile.fresh(FleetPlan.usual(21_000, 1)).with("failover", new ProcessId(1, -1)));

        Preflight.makeRoom(new FleetFolder(root));

        assertThat(root).doesNotExist();
    }

    @Test
    void neverTakesOverAFolderWithSomethingElseInIt() throws Exception {
        Files.writeString(root.resolve("thesis.txt"), "years of work");

        assertThatThrownBy(() -> Preflight.makeRoom(new FleetFolder(root))).hasMessageContaining("not a sandbox");
        assertThat(root.resolve("thesis.txt")).exists();
    }

    private void remember(long pid, UnaryOperator<FleetState> as) {
        StateFile file = new StateFile(root.resolve("fleet.json"));
        FleetState state = StateFile.fresh(FleetPlan.usual(21_000, 1))
                .with("failover", ProcessId.of(pid).orElseThrow());
        file.write(as.apply(state));
    }
}
