package io.pgbaton.fleet.run;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.configure.AgentConf;
import io.pgbaton.fleet.configure.CliWrapper;
import io.pgbaton.fleet.configure.PostgresConf;
import io.pgbaton.fleet.configure.ServiceConf;
import io.pgbaton.fleet.folder.FleetFolder;
import io.pgbaton.fleet.folder.Secrets;
import io.pgbaton.fleet.folder.StateFile;
import io.pgbaton.fleet.plan.ClusterPlan;
import io.pgbaton.fleet.plan.FleetPlan;
import io.pgbaton.fleet.plan.Instance;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.plan.Service;
import io.pgbaton.fleet.postgres.DataDirectory;
import io.pgbaton.fleet.postgres.PostgresBinaries;
import io.pgbaton.fleet.process.Folders;
import io.pgbaton.fleet.process.OsUser;
import io.pgbaton.fleet.programs.Installation;
import io.pgbaton.fleet.programs.Programs;
import io.pgbaton.fleet.terminal.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// From an empty folder to a fleet that streams. What does not need another part starts at once; on a small machine
/// the order is that of the longest chain: broker, failover service, first primaries, standbys.
public final class BringUp {

    private final Fleet fleet;
    private final Programs programs;
    private final Terminal terminal;
    private final Watch watch;

    private BringUp(Fleet fleet, Programs programs, Terminal terminal) {
        this.fleet = fleet;
        this.programs = programs;
        this.terminal = terminal;
        this.watch = new Watch(fleet, programs);
    }

    /// Checks what can be checked, then brings the fleet up. When it fails or is interrupted, everything it started
    /// is stopped again and the files stay, for reading.
    public static Fleet run(FleetFolder folder, FleetPlan plan, Terminal terminal) {
        return run(folder, plan, Surroundings.USUAL, terminal);
    }

    /// The same in other surroundings: on hosts of their own, or without the programs that only read.
    public static Fleet run(FleetFolder folder, FleetPlan plan, Surroundings surroundings, Terminal terminal) {
        PostgresBinaries.find();
        return run(folder, new Extent(plan, plan.ports(), BringUp::everything), surroundings, terminal);
    }

    /// One broker alone, for services and agents that somebody starts by hand. It is taken down as a fleet is.
    public static Fleet broker(FleetFolder folder, int basePort, Terminal terminal) {
        FleetPlan plan = FleetPlan.broker(basePort);
        return run(folder, new Extent(plan, plan.busPorts(), BringUp::busAlone), Surroundings.USUAL, terminal);
    }

    /// How much of `plan` is brought up, and which ports that takes.
    private record Extent(FleetPlan plan, Map<Integer, String> ports, Consumer<BringUp> work) {}

    private static Fleet run(FleetFolder folder, Extent extent, Surroundings surroundings, Terminal terminal) {
        FleetPlan plan = extent.plan();
        Installation installation = Installation.find();
        long begin = System.nanoTime();
        if (installation.cache()) {
            terminal.done("ahead-of-time caches for a quick start", since(begin));
        }
        OsUser user = OsUser.forServers();
        Preflight.makeRoom(folder);
        Preflight.requirePorts(extent.ports(), plan);
        Folders.create(folder.root());
        Preflight.requireSpace(plan, folder.root());
        Fleet fleet = new Fleet(folder, plan, Secrets.make(), user, surroundings);
        fleet.state().write(StateFile.fresh(plan));
        Thread cleanup = new Thread(() -> TakeDown.of(folder).atOnce(), "cleanup");
        Runtime.getRuntime().addShutdownHook(cleanup);
        surroundings.groundwork().accept(folder);
        fleet.secrets().write(folder);
        Programs programs = new Programs(installation.reachableBy(user, folder), folder, plan, fleet.secrets());
        extent.work().accept(new BringUp(fleet, programs, terminal));
        fleet.state().change(state -> state.completed());
        Runtime.getRuntime().removeShutdownHook(cleanup);
        return fleet;
    }

    private void busAlone() {
        Folders.create(fleet.folder().broker(1));
        fleet.user().own(fleet.folder().root());
        bus();
    }

    private void everything() {
        long begin = System.nanoTime();
        configure();
        // not virtual ones: a thread belongs to the host that the thread which made it belongs to
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<CompletableFuture<?>> all = new ArrayList<>();
            CompletableFuture<?> bus = step(threads, this::bus);
            CompletableFuture<?> failover = bus.thenRunAsync(this::failover, threads);
            for (ClusterPlan cluster : fleet.plan().clusters()) {
                CompletableFuture<?> ready = bus.thenRunAsync(() -> firstPrimary(cluster), threads);
                all.add(CompletableFuture.allOf(ready, failover)
                        .thenRunAsync(() -> watch.becomeWhole(cluster, terminal), threads));
            }
            if (fleet.surroundings().readers()) {
                CompletableFuture<?> history = step(threads, this::history);
                all.add(CompletableFuture.allOf(failover, history).thenRunAsync(this::readers, threads));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof FleetException fleetException ? fleetException : e;
        }
        if (fleet.surroundings().readers()) {
            watch.monitorSeesAll();
        }
        terminal.done("the fleet is up", (System.nanoTime() - begin) / 1_000_000);
    }

    private static CompletableFuture<?> step(ExecutorService threads, Runnable step) {
        return CompletableFuture.runAsync(step, threads);
    }

    private void configure() {
        FleetFolder folder = fleet.folder();
        PostgresBinaries binaries = PostgresBinaries.find();
        AgentConf agents = new AgentConf(fleet.plan(), folder, binaries);
        ServiceConf services = new ServiceConf(fleet.plan(), folder);
        for (NodePlan node : fleet.plan().nodes()) {
            write(folder.agentConf(node), agents.of(node) + fleet.surroundings().agentSettings());
        }
        for (Instance service : fleet.plan().instances()) {
            String more =
                    service.service() == Service.FAILOVER ? fleet.surroundings().failoverSettings() : "";
            write(folder.configuration(service), services.of(service) + more);
        }
        write(folder.subscriptions(), services.subscriptions());
        Folders.create(folder.inbox());
        Folders.create(folder.history());
        for (int broker = 1; broker <= fleet.plan().brokers(); broker++) {
            Folders.create(folder.broker(broker));
        }
        CliWrapper.write(folder.cli(), fleet.plan(), programs.installation());
        fleet.user().own(folder.root());
    }

    private void bus() {
        long begin = System.nanoTime();
        for (int broker = 1; broker <= fleet.plan().brokers(); broker++) {
            fleet.start(Fleet.brokerName(broker), programs.broker(broker));
        }
        watch.brokers();
        terminal.done("Kafka on " + fleet.plan().bootstrapServers(), since(begin));
    }

    private void history() {
        long begin = System.nanoTime();
        DataDirectory data = fleet.historyData();
        initialise(data);
        data.start(fleet.plan().historyPort(), fleet.folder().history().resolve("postgres.log"));
        watch.createHistoryDatabase();
        terminal.done("history PostgreSQL on 127.0.0.1:" + fleet.plan().historyPort(), since(begin));
    }

    private void failover() {
        long begin = System.nanoTime();
        List<Instance> services = fleet.plan().failovers();
        services.forEach(service -> fleet.start(service.name(), programs.service(service)));
        services.forEach(watch::service);
        String where =
                services.stream().map(service -> service.url(fleet.plan())).collect(Collectors.joining(", "));
        terminal.done("failover service on " + where, since(begin));
    }

    private void firstPrimary(ClusterPlan cluster) {
        initialise(fleet.data(cluster.firstPrimary()));
        cluster.nodes().forEach(node -> fleet.host(node).start(programs));
    }

    private void readers() {
        long begin = System.nanoTime();
        fleet.start(Fleet.SINKS, programs.sinks());
        List<Instance> readers = List.of(Instance.first(Service.MONITOR), Instance.first(Service.NOTIFIER));
        readers.forEach(service -> fleet.start(service.name(), programs.service(service)));
        readers.forEach(watch::service);
        watch.sinks();
        terminal.done("monitor, notifier and sinks", since(begin));
    }

    private void initialise(DataDirectory data) {
        data.initdb(
                new DataDirectory.Superuser(Secrets.SUPERUSER, fleet.folder().passwordFile()),
                PostgresConf.settings(fleet.plan().addresses()),
                PostgresConf.access(fleet.plan().addresses()));
    }

    private static long since(long begin) {
        return (System.nanoTime() - begin) / 1_000_000;
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
