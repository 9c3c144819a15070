package io.pgbaton.fleet.folder;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.plan.FleetPlan;
import io.pgbaton.fleet.process.ProcessId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The fleet's state on disk, replaced as a whole: a reader never sees half of it.
public final class StateFile {

    private static final ObjectMapper JSON = Wire.mapper();

    private final Path file;

    public StateFile(Path file) {
        this.file = file;
    }

    public static FleetState fresh(FleetPlan plan) {
        return new FleetState(plan, boot(), false, Map.of());
    }

    public Optional<FleetState> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            FleetState state = JSON.readValue(file.toFile(), FleetState.class);
            return Optional.of(
                    state.boot().equals(boot())
                            ? state
                            : new FleetState(state.plan(), state.boot(), state.complete(), Map.of()));
        } catch (IOException e) {
            throw new FleetException(file + " cannot be read: remove its folder and start again", e);
        }
    }

    public synchronized void write(FleetState state) {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".new");
            JSON.writerWithDefaultPrettyPrinter().writeValue(next.toFile(), state);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    public synchronized void change(UnaryOperator<FleetState> change) {
        write(change.apply(read().orElseThrow(() -> new FleetException(file + " is gone"))));
    }

    public void remember(String name, ProcessId process) {
        change(state -> state.with(name, process));
    }

    private static String boot() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
