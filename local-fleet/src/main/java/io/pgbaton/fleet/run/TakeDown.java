package io.pgbaton.fleet.run;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.folder.FleetFolder;
import io.pgbaton.fleet.folder.FleetState;
import io.pgbaton.fleet.folder.StateFile;
import io.pgbaton.fleet.plan.FleetPlan;
import io.pgbaton.fleet.postgres.DataDirectory;
import io.pgbaton.fleet.postgres.PostgresBinaries;
import io.pgbaton.fleet.postgres.ServerProcesses;
import io.pgbaton.fleet.postgres.StopMode;
import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.process.Folders;
import io.pgbaton.fleet.process.OsUser;
import io.pgbaton.fleet.process.ProcessId;
import io.pgbaton.fleet.process.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// Ends everything of a fleet that runs: the recorded processes, and what works in its data directories. Nothing is
/// found by name.
public final class TakeDown {

    private static final Duration TERM_PATIENCE = Duration.ofSeconds(20);
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(20);

    private final FleetFolder folder;
    private final FleetState state;

    private TakeDown(FleetFolder folder, FleetState state) {
        this.folder = folder;
        this.state = state;
    }

    public static TakeDown of(FleetFolder folder) {
        FleetState state = new StateFile(folder.state())
                .read()
                .orElseThrow(() -> new FleetException("there is no sandbox in " + folder.root()));
        return new TakeDown(folder, state);
    }

    /// Guards first: each stops its server and its agent, as a service manager would have it. Then the rest.
    public void cleanly() {
        Collection<ProcessId> processes = living();
        Signal.CONT.sendTo(processes.stream().map(ProcessId::pid).toList());
        serversOf(folder, state.plan()).forEach(server -> server.processes().signalAll(Signal.CONT));
        List<ProcessId> guards = state.processes().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(Fleet.GUARD))
                .map(Map.Entry::getValue)
                .toList();
        end(guards);
        // of guards that had been killed
        end(agents().toList());
        stopServers();
        end(living());
        atOnce();
    }

    /// SIGKILL to everything.
    public void atOnce() {
        boolean gone = Deadline.in(KILL_PATIENCE).await(() -> {
            List<Long> pids = Stream.concat(
                            living().stream().flatMap(TakeDown::withSession),
                            serversOf(folder, state.plan()).flatMap(server -> server.processes().all().stream()))
                    .distinct()
                    .toList();
            Signal.KILL.sendTo(pids);
            return pids.isEmpty();
        });
        if (!gone) {
            throw new FleetException("some processes of the sandbox in " + folder.root() + " do not end");
        }
    }

    /// An agent whose guard was killed belongs to a session that nobody leads any more.
    private static Stream<Long> withSession(ProcessId process) {
        return Stream.concat(Stream.of(process.pid()), process.session().stream());
    }

    /// Removes the folder; call it when everything has ended.
    public void purge() {
        Folders.delete(folder.root());
    }

    private List<ProcessId> living() {
        return Stream.concat(state.processes().values().stream().filter(ProcessId::isAlive), agents())
                .toList();
    }

    private Stream<ProcessId> agents() {
        return state.plan().nodes().stream()
                .map(node -> folder.agentState(node).resolve("agent.pid"))
                .map(ProcessId::in)
                .flatMap(Optional::stream);
    }

    private static void end(Collection<ProcessId> processes) {
        processes.forEach(process -> process.send(Signal.TERM));
        Deadline.in(TERM_PATIENCE).await(() -> processes.stream().noneMatch(ProcessId::isAlive));
        processes.forEach(process -> process.send(Signal.KILL));
    }

    private void stopServers() {
        OsUser user = OsUser.forServers();
        PostgresBinaries binaries = PostgresBinaries.find();
        try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
            serversOf(folder, state.plan())
                    .forEach(server -> together.execute(() -> {
                        server.processes().signalAll(Signal.CONT);
                        try {
                            new DataDirectory(binaries, user, server.path()).stop(StopMode.FAST);
                        } catch (FleetException e) {
                            // it is killed right after; a server that does not stop cleanly is often why somebody
                            // says down
                            System.err.println(e.getMessage());
                        }
                    }));
        }
    }

    /// A data directory and what works in it.
    record Server(Path path) {
        ServerProcesses processes() {
            return new ServerProcesses(path);
        }
    }

    static Stream<Server> serversOf(FleetFolder folder, FleetPlan plan) {
        return Stream.concat(
                        plan.nodes().stream().map(folder::dataDirectory),
                        Stream.of(folder.history().resolve("data")))
                .map(Server::new);
    }
}
