package io.pgbaton.fleet.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.process.ProcessId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The harness itself: a cut is a cut, an asymmetric one is asymmetric, and nothing is left behind.
class NetworkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PORT = 7000;

    private Network network;
    private NetHost left;
    private NetHost right;
    private NetHost third;

    @BeforeEach
    void makeHosts() {
        String missing = Requirements.missing().orElse("");
        assumeTrue(missing.isEmpty(), missing);
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put("left", "10.86.0.1");
        addresses.put("right", "10.86.0.2");
        addresses.put("third", "10.86.0.3");
        network = Network.of(addresses);
        left = network.host("left");
        right = network.host("right");
        third = network.host("third");
    }

    @AfterEach
    void removeHosts() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void hostsReachEachOtherAndTheMachineDoesNotSeeThem() throws IOException {
        try (ServerSocket server = listenOn(right)) {
            assertThat(connects(left, right)).isTrue();
            assertThat(connects(right, right)).as("its own address").isTrue();
            assertThat(server.isBound()).isTrue();
        }
        assertThat(NetworkInterface.networkInterfaces().map(NetworkInterface::getName))
                .doesNotContain("bridge", left.port());
    }

    @Test
    void aCutIsACutForThosePairsOnlyAndHeals() throws IOException {
        try (ServerSocket _ = listenOn(right)) {
            network.cuts().between(left, List.of(right));
            network.cuts().between(left, List.of(right));
            assertThat(connects(left, right)).isFalse();
            assertThat(connects(third, right)).isTrue();

            network.cuts().heal();
            network.cuts().heal();
            assertThat(connects(left, right)).isTrue();
        }
    }

    @Test
    void anIsolatedHostReachesOnlyItself() throws IOException {
        try (ServerSocket _ = listenOn(right)) {
            network.cuts().isolate(right);

            assertThat(connects(left, right)).isFalse();
            assertThat(connects(third, right)).isFalse();
            assertThat(connects(right, right)).isTrue();
        }
    }

    /// The client's bytes arrive, the answer does not.
    @Test
    void aCutInOneDirectionLetsTheOtherOnePass() throws IOException {
        try (ServerSocket server = listenOn(right);
                Socket client = left.namespace().call(() -> new Socket(right.address(), PORT));
                Socket accepted = server.accept()) {
            network.cuts().oneWay(right, List.of(left));
            accepted.setSoTimeout((int) PATIENCE.toMillis());
            client.setSoTimeout(500);

            client.getOutputStream().write(1);
            assertThat(accepted.getInputStream().read()).isEqualTo(1);
            accepted.getOutputStream().write(2);
            assertThat(answers(client)).isFalse();

            network.cuts().heal();
            client.setSoTimeout((int) PATIENCE.toMillis());
            assertThat(client.getInputStream().read()).as("sent again by TCP").isEqualTo(2);
        }
    }

    @Test
    void lossOfEverythingIsACutAndOfNothingIsNone() throws IOException {
        try (ServerSocket _ = listenOn(right)) {
            network.cuts().lose(100);
            assertThat(connects(left, right)).isFalse();
            network.cuts().lose(0);
            assertThat(connects(left, right)).isTrue();
        }
    }

    /// One direction is slow: a connection is made after one delay, and stays when it is gone.
    @Test
    void aSlowHostAnswersLaterAndKeepsItsConnections() throws IOException {
        try (ServerSocket server = listenOn(right);
                Socket client = left.namespace().call(() -> new Socket(right.address(), PORT));
                Socket accepted = server.accept()) {
            client.setSoTimeout((int) PATIENCE.toMillis());
            accepted.setSoTimeout((int) PATIENCE.toMillis());
            try (Slowness _ = Slowness.of(right, Duration.ofMillis(300))) {
                long begin = System.nanoTime();
                accepted.getOutputStream().write(1);
                assertThat(client.getInputStream().read()).isEqualTo(1);
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(295));
                assertThat(connects(third, right)).isTrue();
            }
            accepted.getOutputStream().write(2);
            assertThat(client.getInputStream().read()).isEqualTo(2);
            assertThat(connects(left, right)).isTrue();
        }
    }

    @Test
    void powerOffEndsEveryProcessThere() throws IOException {
        ProcessId sleeper = sleeperOn(left);
        ProcessId elsewhere = sleeperOn(right);

        network.powerOff(left);

        assertThat(sleeper.isAlive()).isFalse();
        assertThat(elsewhere.isAlive()).isTrue();
        assertThat(left.namespace().processes()).isEmpty();
        try (ServerSocket _ = listenOn(left)) {
            assertThat(connects(right, left)).as("without a cable").isFalse();
            network.powerOn(left);
            assertThat(Deadline.in(PATIENCE).await(() -> connects(right, left))).isTrue();
        }
    }

    @Test
    void closingLeavesNothing() throws IOException {
        ProcessId sleeper = sleeperOn(left);
        String run = Leftovers.nameOf(self());
        assertThat(Leftovers.namesOf(run)).hasSize(4);

        network.close();
        network.close();

        assertThat(Leftovers.namesOf(run)).isEmpty();
        assertThat(sleeper.isAlive()).isFalse();
    }

    @Test
    void aSweepRemovesWhatDeadRunsLeftAndNothingElse() throws IOException {
        Process maker = new ProcessBuilder("sleep", "600").start();
        String dead = Leftovers.nameOf(ProcessId.of(maker.pid()).orElseThrow());
        add(dead + "-host");
        Path folder = Files.createTempDirectory(dead + "-");
        maker.destroyForcibly();
        assertThat(Deadline.in(PATIENCE).await(() -> !maker.isAlive())).isTrue();
        String stranger = "stranger-" + ProcessHandle.current().pid();
        add(stranger);
        try {
            Leftovers.sweep();

            assertThat(Leftovers.namesOf(dead)).isEmpty();
            assertThat(folder).doesNotExist();
            assertThat(Leftovers.namesOf(Leftovers.nameOf(self()))).hasSize(4);
            assertThat(Files.exists(Path.of("/run/netns", stranger))).isTrue();
        } finally {
            new ProcessBuilder("ip", "netns", "delete", stranger)
                    .start()
                    .onExit()
                    .join();
        }
    }

    private static void add(String namespace) throws IOException {
        Process process = new ProcessBuilder("ip", "netns", "add", namespace).start();
        assertThat(process.onExit().join().exitValue()).isZero();
    }

    private static ProcessId self() {
        return ProcessId.of(ProcessHandle.current().pid()).orElseThrow();
    }

    private static ProcessId sleeperOn(NetHost host) throws IOException {
        List<String> words = new ArrayList<>(host.namespace().entrance());
        words.addAll(List.of("sleep", "600"));
        Process process = new ProcessBuilder(words).start();
        ProcessId id = ProcessId.of(process.pid()).orElseThrow();
        assertThat(Deadline.in(PATIENCE)
                        .await(() -> host.namespace().processes().contains(id)))
                .isTrue();
        return id;
    }

    private static ServerSocket listenOn(NetHost host) {
        return host.namespace().call(() -> new ServerSocket(PORT, 50, InetAddress.getByName(host.address())));
    }

    private static boolean connects(NetHost from, NetHost to) {
        return from.namespace().call(() -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(to.address(), PORT), 1000);
                return true;
            } catch (IOException _) {
                return false;
            }
        });
    }

    private static boolean answers(Socket socket) {
        try {
            return socket.getInputStream().read() >= 0;
        } catch (IOException _) {
            return false;
        }
    }
}
