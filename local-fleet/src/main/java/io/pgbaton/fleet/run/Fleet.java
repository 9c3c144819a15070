package io.pgbaton.fleet.run;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.ask.Servers;
import io.pgbaton.fleet.folder.FleetFolder;
import io.pgbaton.fleet.folder.FleetState;
import io.pgbaton.fleet.folder.Secrets;
import io.pgbaton.fleet.folder.StateFile;
import io.pgbaton.fleet.plan.FleetPlan;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.postgres.DataDirectory;
import io.pgbaton.fleet.postgres.PostgresBinaries;
import io.pgbaton.fleet.process.OsUser;
import io.pgbaton.fleet.process.ProcessId;
import io.pgbaton.fleet.process.Program;
import io.pgbaton.fleet.programs.Installation;
import io.pgbaton.fleet.programs.Programs;
import java.nio.file.Path;
import java.util.Optional;

/// One fleet on this machine: what it consists of, and by what its parts are reached.
public final class Fleet {

    public static final String SINKS = "sinks";
    static final String GUARD = "guard ";

    private final FleetFolder folder;
    private final FleetPlan plan;
    private final Secrets secrets;
    private final OsUser user;
    private final Surroundings surroundings;
    private final StateFile state;

    Fleet(FleetFolder folder, FleetPlan plan, Secrets secrets, OsUser user, Surroundings surroundings) {
        this.folder = folder;
        this.plan = plan;
        this.secrets = secrets;
        this.user = user;
        this.surroundings = surroundings;
        this.state = new StateFile(folder.state());
    }

    /// The fleet that was brought up in `folder`.
    public static Fleet open(FleetFolder folder) {
        FleetState state = new StateFile(folder.state())
                .read()
                .orElseThrow(() -> new FleetException("there is no sandbox in " + folder.root() + ": ./sandbox up"));
        return new Fleet(folder, state.plan(), Secrets.read(folder.secrets()), OsUser.forServers(), Surroundings.USUAL);
    }

    /// Whether a fleet came up in `folder` and has not been taken down.
    public static boolean isUp(FleetFolder folder) {
        return new StateFile(folder.state())
                .read()
                .filter(state ->
                        state.complete() && state.processes().values().stream().anyMatch(ProcessId::isAlive))
                .isPresent();
    }

    public FleetFolder folder() {
        return folder;
    }

    public FleetPlan plan() {
        return plan;
    }

    public Secrets secrets() {
        return secrets;
    }

    public Servers servers() {
        return new Servers(secrets);
    }

    public Programs programs() {
        return new Programs(Installation.find().reachableBy(user, folder), folder, plan, secrets);
    }

    public DataDirectory data(NodePlan node) {
        return new DataDirectory(PostgresBinaries.find(), userOn(guardOf(node)), folder.dataDirectory(node));
    }

    public DataDirectory historyData() {
        return new DataDirectory(PostgresBinaries.find(), user, folder.history().resolve("data"));
    }

    /// What the program `pgbaton-agent` becomes; it starts the agent itself.
    public static String guardOf(NodePlan node) {
        return GUARD + node.label();
    }

    public static String brokerName(int number) {
        return "kafka-" + number;
    }

    /// The process that was last started under `name`, when it is still alive.
    public Optional<ProcessId> process(String name) {
        return state.read()
                .flatMap(read -> Optional.ofNullable(read.processes().get(name)))
                .filter(ProcessId::isAlive);
    }

    /// Starts `program` and remembers its process under `name`.
    public ProcessId start(String name, Program program) {
        ProcessId process = program.start(userOn(name));
        state.remember(name, process);
        return process;
    }

    /// Makes what lies at `path` the servers' user's.
    public void own(Path path) {
        user.own(path);
    }

    public Host host(NodePlan node) {
        return new Host(this, node);
    }

    Surroundings surroundings() {
        return surroundings;
    }

    private OsUser userOn(String part) {
        return user.entering(surroundings.entrances().apply(part));
    }

    StateFile state() {
        return state;
    }

    OsUser user() {
        return user;
    }
}
