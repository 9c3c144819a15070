package io.pgbaton.fleet.run;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.plan.Instance;
import io.pgbaton.fleet.postgres.ServerProcesses;
import io.pgbaton.fleet.process.ProcessId;
import io.pgbaton.fleet.process.Program;
import io.pgbaton.fleet.process.Signal;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A program of the fleet that belongs to no node: a broker, a service, the sinks, or the history database.
public final class Part {

    private static final String HISTORY = "history";

    private final Fleet fleet;
    private final String name;

    private Part(Fleet fleet, String name) {
        this.fleet = fleet;
        this.name = name;
    }

    /// The part that `name` names; empty for anything else.
    public static Optional<Part> named(Fleet fleet, String name) {
        return namesIn(fleet).filter(name::equals).findFirst().map(found -> new Part(fleet, found));
    }

    public static Stream<String> namesIn(Fleet fleet) {
        Stream<String> brokers =
                IntStream.rangeClosed(1, fleet.plan().brokers()).mapToObj(Fleet::brokerName);
        Stream<String> services = fleet.plan().instances().stream().map(Instance::name);
        return Stream.of(brokers, Stream.of(HISTORY), services, Stream.of(Fleet.SINKS))
                .flatMap(names -> names);
    }

    public String kill() {
        return send(Signal.KILL, "kill -9 ");
    }

    public String hang() {
        return send(Signal.STOP, "kill -STOP ");
    }

    public void resume() {
        Signal.CONT.sendTo(processes());
    }

    /// False when it runs already.
    public boolean start() {
        if (!processes().isEmpty()) {
            return false;
        }
        if (name.equals(HISTORY)) {
            fleet.historyData()
                    .start(fleet.plan().historyPort(), fleet.folder().history().resolve("postgres.log"));
        } else {
            fleet.start(name, program());
        }
        return true;
    }

    private Program program() {
        for (Instance service : fleet.plan().instances()) {
            if (name.equals(service.name())) {
                return fleet.programs().service(service);
            }
        }
        return name.equals(Fleet.SINKS)
                ? fleet.programs().sinks()
                : fleet.programs().broker(Integer.parseInt(name.substring(name.indexOf('-') + 1)));
    }

    private String send(Signal signal, String words) {
        List<Long> pids = processes();
        if (pids.isEmpty()) {
            throw new FleetException(name + " is not running");
        }
        signal.sendTo(pids);
        return words + name + " (" + (pids.size() == 1 ? "pid " + pids.getFirst() : pids.size() + " processes") + ")";
    }

    private List<Long> processes() {
        if (name.equals(HISTORY)) {
            ServerProcesses server = fleet.historyData().processes();
            return server.all();
        }
        return fleet.process(name).map(ProcessId::session).orElse(List.of());
    }
}
