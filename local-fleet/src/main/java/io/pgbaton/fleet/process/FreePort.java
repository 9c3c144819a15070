package io.pgbaton.fleet.process;

import io.pgbaton.fleet.FleetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Ports of 127.0.0.1 that nobody listens on. They lie below the ports that Linux gives to outgoing connections
/// (32768 and above), so none is lost to one between the choice and its use; chosen at random, so that several
/// builds on one machine rarely meet.
public final class FreePort {

    private static final int FIRST = 18_000;
    private static final int LAST = 31_999;
    private static final int ATTEMPTS = 500;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /// A free port that this program has not been given before.
    public static int next() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (GIVEN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new FleetException("no free port found between " + FIRST + " and " + LAST);
    }

    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
