package io.pgbaton.fleet.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.fleet.plan.FleetPlan;
import io.pgbaton.fleet.process.ProcessId;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {

    @TempDir
    private Path folder;

    private final FleetPlan plan = FleetPlan.usual(21_000, 1);

    @Test
    void givesBackWhatWasWritten() {
        StateFile file = new StateFile(folder.resolve("fleet.json"));
        file.write(StateFile.fresh(plan));
        file.remember("failover", new ProcessId(17, 4_711));

        FleetState state = file.read().orElseThrow();

        assertThat(state.plan()).isEqualTo(plan);
        assertThat(state.processes()).isEqualTo(Map.of("failover", new ProcessId(17, 4_711)));
        assertThat(state.complete()).isFalse();
    }

    @Test
    void forgetsTheProcessesOfAnEarlierRunOfTheOperatingSystem() {
        StateFile file = new StateFile(folder.resolve("fleet.json"));
        file.write(new FleetState(plan, "another-boot", true, Map.of("failover", new ProcessId(1, 1))));

        assertThat(file.read().orElseThrow().processes()).isEmpty();
    }

    @Test
    void isEmptyWhereNoFleetIs() {
        assertThat(new StateFile(folder.resolve("fleet.json")).read()).isEmpty();
    }
}
