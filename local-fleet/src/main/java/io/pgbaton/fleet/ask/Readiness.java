package io.pgbaton.fleet.ask;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// Whether a program is ready to be used.
public final class Readiness {

    private final HttpJson http;

    public Readiness(String url) {
        this.http = new HttpJson(url);
    }

    /// Whether the service says of itself that it is ready.
    public boolean holds() {
        return http.answersOk("/q/health/ready");
    }

    /// Whether anybody listens on `port`.
    public static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
