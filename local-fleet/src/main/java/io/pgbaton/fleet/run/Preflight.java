package io.pgbaton.fleet.run;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.folder.FleetFolder;
import io.pgbaton.fleet.folder.FleetState;
import io.pgbaton.fleet.folder.StateFile;
import io.pgbaton.fleet.plan.FleetPlan;
import io.pgbaton.fleet.process.Folders;
import io.pgbaton.fleet.process.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What is checked before the first process starts: nothing half done is left behind by a refusal.
public final class Preflight {

    /// Measured: an empty data directory with its first WAL is about 60 MB, and the demo adds to it.
    private static final long MB_PER_SERVER = 150;

    private static final long MB_FOR_THE_REST = 300;

    private Preflight() {}

    /// Refuses a folder in use; clears one whose processes are all gone.
    static void makeRoom(FleetFolder folder) {
        StateFile file = new StateFile(folder.state());
        FleetState earlier = file.read().orElse(null);
        if (earlier == null) {
            refuseForeign(folder.root());
            return;
        }
        List<String> alive = earlier.processes().entrySet().stream()
                .filter(entry -> entry.getValue().isAlive())
                .map(Map.Entry::getKey)
                .toList();
        boolean servers = TakeDown.serversOf(folder, earlier.plan())
                .anyMatch(server -> !server.processes().all().isEmpty());
        if (!alive.isEmpty() || servers) {
            throw new FleetException(
                    earlier.complete()
                            ? "a sandbox is up already in " + folder.root()
                                    + ": ./sandbox status shows it, ./sandbox down ends it"
                            : "an earlier sandbox in " + folder.root() + " came up only in part ("
                                    + (alive.isEmpty() ? "servers" : String.join(", ", alive))
                                    + " running): ./sandbox down ends it");
        }
        Folders.delete(folder.root());
    }

    /// A folder with something else in it is never taken over, since `down --purge` would remove it.
    private static void refuseForeign(Path root) {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> entries = Files.list(root)) {
            if (entries.findAny().isPresent()) {
                throw new FleetException(root + " is not empty and not a sandbox: choose another one with --dir");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into " + root, e);
        }
    }

    static void requirePorts(Map<Integer, String> ports, FleetPlan plan) {
        ports.forEach((port, what) -> {
            if (!FreePort.isFree(port)) {
                throw new FleetException("port " + port + ", meant for the " + what + ", is in use"
                        + PortHolder.of(port).map(holder -> " by " + holder).orElse("")
                        + ": stop that, or choose other ports with --base-port (now " + plan.basePort() + ")");
            }
        });
    }

    static void requireSpace(FleetPlan plan, Path root) {
        long needed = MB_FOR_THE_REST + MB_PER_SERVER * (plan.nodes().size() + 1);
        try {
            long free = Files.getFileStore(root).getUsableSpace() / (1024 * 1024);
            if (free < needed) {
                throw new FleetException(root + " has " + free + " MB free, and this fleet needs about " + needed
                        + " MB: make room, or choose another folder with --dir");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot find out how much room " + root + " has", e);
        }
    }
}
