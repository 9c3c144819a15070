package io.pgbaton.fleet.hosts;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.process.Command;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Everything one host sends arrives later. Many kernels come without the queue that could do it (netem), so the
/// packets take a way through this program: the host routes them into a tunnel, and each is put back after its
/// time, from where it goes out as always. Connections stay, for addresses do not change.
public final class Slowness implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Path TUNNEL = Path.of("/dev/net/tun");
    private static final String NAME = "slow0";
    private static final long SET_INTERFACE = 0x400454caL;
    private static final short PACKETS_ONLY = 0x1001;
    private static final int REQUEST_BYTES = 40;
    private static final int FLAGS_AT = 16;
    private static final int LARGEST_PACKET = 65_536;

    private final NetHost host;
    private final Duration delay;
    private final int descriptor;
    private final BlockingQueue<Packet> underway = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    private record Packet(long dueNanos, MemorySegment bytes) {}

    private Slowness(NetHost host, Duration delay, int descriptor) {
        this.host = host;
        this.delay = delay;
        this.descriptor = descriptor;
    }

    /// Delays all that `host` sends from now on.
    public static Slowness of(NetHost host, Duration delay) {
        int descriptor = host.namespace().call(Slowness::tunnel);
        Slowness slowness = new Slowness(host, delay, descriptor);
        String network = host.address().substring(0, host.address().lastIndexOf('.')) + ".0";
        // what this host itself sends to its network takes the tunnel; what comes out of it, the cable
        slowness.inside("""
                ip link set slow0 up
                echo 1 > /proc/sys/net/ipv4/ip_forward
                echo 0 > /proc/sys/net/ipv4/conf/all/rp_filter
                echo 0 > /proc/sys/net/ipv4/conf/slow0/rp_filter
                echo 1 > /proc/sys/net/ipv4/conf/slow0/accept_local
                ip route add %1$s/24 dev slow0 src %2$s table 101
                ip rule add pref 101 iif lo to %1$s/24 lookup 101
                """.formatted(network, host.address()));
        slowness.begin("taking in", slowness::takeIn);
        slowness.begin("letting out", slowness::letOut);
        return slowness;
    }

    /// Packets underway are lost, as TCP expects of a network. Repeating it does no harm.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        inside("ip rule del pref 101; ip link delete " + NAME);
        for (Thread thread : threads) {
            try {
                thread.join(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        Kernel.close(descriptor);
    }

    private static int tunnel() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(REQUEST_BYTES);
            request.setString(0, NAME);
            request.set(ValueLayout.JAVA_SHORT, FLAGS_AT, PACKETS_ONLY);
            return Kernel.openDevice(TUNNEL, SET_INTERFACE, request);
        }
    }

    private void begin(String what, Runnable work) {
        Thread thread =
                Thread.ofPlatform().daemon().name(host.name() + " " + what).start(work);
        threads.add(thread);
    }

    /// Ends when the tunnel is gone: then there is nothing to read.
    private void takeIn() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(LARGEST_PACKET);
            while (!closed) {
                long length = Kernel.read(descriptor, buffer);
                if (length < 0) {
                    return;
                }
                byte[] bytes = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
                underway.add(new Packet(System.nanoTime() + delay.toNanos(), MemorySegment.ofArray(bytes)));
            }
        }
    }

    /// All wait equally long, so they leave in the order they came.
    private void letOut() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(LARGEST_PACKET);
            while (!closed) {
                Packet packet = underway.poll(100, TimeUnit.MILLISECONDS);
                if (packet == null) {
                    continue;
                }
                for (long left = packet.dueNanos() - System.nanoTime();
                        left > 0 && !closed;
                        left = packet.dueNanos() - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                MemorySegment outgoing = buffer.asSlice(0, packet.bytes().byteSize());
                Kernel.write(descriptor, outgoing.copyFrom(packet.bytes()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted", e);
        }
    }

    private void inside(String script) {
        List<String> words = new ArrayList<>(host.namespace().entrance());
        words.addAll(List.of("sh", "-ec", script));
        Command.run(PATIENCE, words);
    }
}
