package io.pgbaton.fleet.kafka;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.process.Folders;
import io.pgbaton.fleet.process.FreePort;
import io.pgbaton.fleet.process.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One real KRaft broker in a JVM of its own, so that it can be killed, frozen and started again on the same folder
/// and port, and so that its libraries and statics never meet those of a test. It ends with the program that
/// started it, however that ends.
public final class KafkaBroker implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    private static final Duration END_PATIENCE = Duration.ofSeconds(20);
    private static final String SHARED = "io.pgbaton.fleet.kafka.shared";

    private final BrokerSettings settings;
    private Optional<ProcessHandle> process = Optional.empty();

    public KafkaBroker(BrokerSettings settings) {
        this.settings = settings;
    }

    /// A new broker in `folder` on free ports, started.
    public static KafkaBroker startIn(Path folder) {
        KafkaBroker broker = new KafkaBroker(BrokerSettings.single(folder, FreePort.next(), FreePort.next()));
        broker.start();
        return broker;
    }

    /// The one broker of this JVM, started when first asked for, gone at its end. Known by a system property and
    /// not by a static field, because a test framework may load this class more than once.
    public static KafkaBroker shared() {
        synchronized (System.getProperties()) {
            String known = System.getProperty(SHARED);
            if (known != null) {
                String[] parts = known.split(" ", 4);
                return attached(
                        Long.parseLong(parts[0]),
                        BrokerSettings.single(
                                Path.of(parts[3]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
            }
            KafkaBroker broker = startIn(Folders.temporary("kafka"));
            BrokerSettings.Address address = broker.settings.self();
            System.setProperty(
                    SHARED,
                    broker.pid() + " " + address.port() + " " + address.controllerPort() + " "
                            + broker.settings.folder());
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "shared-broker-end"));
            return broker;
        }
    }

    private static KafkaBroker attached(long pid, BrokerSettings settings) {
        KafkaBroker broker = new KafkaBroker(settings);
        broker.process = ProcessHandle.of(pid);
        return broker;
    }

    /// Starts it, or starts it again on the same folder and port, and waits until it serves.
    public void start() {
        if (isRunning()) {
            return;
        }
        Path folder = Folders.create(settings.folder());
        Path log = folder.resolve("broker.log");
        List<String> words = new BrokerLaunch(settings).prepare(BrokerLaunch.Ending.WITH_ITS_PARENT);
        try {
            process = Optional.of(new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start()
                    .toHandle());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a broker in " + folder, e);
        }
        boolean settled = Deadline.in(START_PATIENCE).await(() -> BrokerLaunch.isReady(folder) || !isRunning());
        if (!settled || !isRunning()) {
            kill();
            throw new FleetException(
                    "the Kafka broker in " + folder + " does not come up:\n" + Folders.lastLinesOf(log, 15));
        }
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port();
    }

    public int port() {
        return settings.self().port();
    }

    public long pid() {
        return process.map(ProcessHandle::pid)
                .orElseThrow(() -> new FleetException("the Kafka broker in " + settings.folder() + " is not running"));
    }

    public boolean isRunning() {
        return process.filter(ProcessHandle::isAlive).isPresent();
    }

    /// SIGKILL: nothing is flushed, nobody is told.
    public void kill() {
        process.ifPresent(handle -> {
            handle.destroyForcibly();
            awaitEndOf(handle);
        });
    }

    /// A clean shutdown.
    public void stop() {
        process.ifPresent(handle -> {
            handle.destroy();
            awaitEndOf(handle);
        });
    }

    /// SIGSTOP: connections stay open and nothing answers.
    public void pause() {
        Signal.STOP.sendTo(pid());
    }

    public void resume() {
        Signal.CONT.sendTo(pid());
    }

    /// Kills it and removes its folder.
    @Override
    public void close() {
        kill();
        Folders.delete(settings.folder());
    }

    private void awaitEndOf(ProcessHandle handle) {
        if (!Deadline.in(END_PATIENCE).await(() -> !handle.isAlive())) {
            throw new FleetException("the Kafka broker with pid " + handle.pid() + " does not end");
        }
    }
}
