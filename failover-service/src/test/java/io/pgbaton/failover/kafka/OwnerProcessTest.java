package io.pgbaton.failover.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.failover.script.ScriptedAgent;
import io.pgbaton.fleet.kafka.KafkaBroker;
import io.pgbaton.fleet.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Instances in processes of their own, frozen and killed: they tell nobody, so the group has to find out (rule
/// O3).
class OwnerProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 1;

    /// One process, and where it writes what it owns.
    private record Instance(Process process, Path log) {

        static Instance start(String bootstrapServers, Path log) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            InstanceMain.class.getName(),
                            bootstrapServers,
                            Integer.toString(PARTITIONS))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new Instance(process, log);
        }

        boolean owns() throws IOException {
            return Files.readAllLines(log).stream()
                    .filter(line -> line.startsWith("owns["))
                    .reduce((_, later) -> later)
                    .filter(last -> !last.equals("owns[]"))
                    .isPresent();
        }

        boolean isReady() throws IOException {
            return Files.readAllLines(log).contains("ready");
        }
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(condition);
    }

    private static boolean isSteady(BusProbe bus, int primary, int electable) {
        return bus.lastView()
                .map(Decision.ViewChanged::view)
                .filter(view -> view.phase() instanceof Phase.Steady)
                .filter(view -> view.isPrimary(new NodeId(primary)))
                .filter(view -> view.members().stream()
                                .filter(ClusterView.Member::electable)
                                .count()
                        >= electable)
                .isPresent();
    }

    @Test
    void aFrozenOwnerIsReplacedAndWritesNothingWhenItWakesAndAKilledOneIsReplacedToo(@TempDir Path folder)
            throws IOException {
        try (KafkaBroker broker = KafkaBroker.startIn(folder.resolve("broker"))) {
            List<Process> started = new ArrayList<>();
            try (BusProbe bus = new BusProbe(new KafkaSettings(broker.bootstrapServers(), PARTITIONS))) {
                Instance first = Instance.start(broker.bootstrapServers(), folder.resolve("first.log"));
                started.add(first.process());
                until(first::owns);
                Instance second = Instance.start(broker.bootstrapServers(), folder.resolve("second.log"));
                started.add(second.process());
                until(second::isReady);
                bus.start();
                ScriptedAgent one = bus.agent(1);
                ScriptedAgent two = bus.agent(2);
                two.upstream = one.node;
                bus.ask(new Request(
                        new RequestId("r1"),
                        bus.cluster,
                        new Request.Asked("alice", Instant.now(), false),
                        new Request.RegisterPrimary(one.node)));
                until(() -> isSteady(bus, 1, 2));
                Instance owner = first.owns() ? first : second;
                Instance other = first.owns() ? second : first;

                Signal.STOP.sendTo(owner.process().pid());
                long frozen = System.nanoTime();
                one.crash();
                until(() -> isSteady(bus, 2, 1));
                Duration took = Duration.ofNanos(System.nanoTime() - frozen);
                System.out.println("frozen owner: failed over after " + took.toMillis() + " ms");
                long version = bus.lastView().orElseThrow().view().version();
                one.startAsStandby();
                Signal.CONT.sendTo(owner.process().pid());
                // it has to notice by itself, and to stand by from then on
                until(() -> !owner.owns() && other.owns());
                until(() -> isSteady(bus, 2, 2));
                assertOneWinner(bus, version);

                other.process().destroyForcibly();
                long killed = System.nanoTime();
                two.crash();
                until(() -> isSteady(bus, 1, 1));
                System.out.println("killed owner: failed over after "
                        + Duration.ofNanos(System.nanoTime() - killed).toMillis() + " ms");
            } finally {
                started.forEach(Process::destroyForcibly);
            }
        }
    }

    /// Every view in the log stands on the one before it: no two writers.
    private static void assertOneWinner(BusProbe bus, long atLeast) {
        List<Decision.ViewChanged> changes = bus.decisions.stream()
                .filter(Decision.ViewChanged.class::isInstance)
                .map(Decision.ViewChanged.class::cast)
                .toList();
        long version = 0;
        for (Decision.ViewChanged change : changes) {
            assertThat(change.basedOn()).isEqualTo(version);
            assertThat(change.view().version()).isEqualTo(version + 1);
            version++;
        }
        assertThat(version).isGreaterThanOrEqualTo(atLeast);
    }
}
