package io.pgbaton.notifier.deliver;

import java.util.Optional;

/// The server that mail leaves through.
public record Smtp(Server server, Optional<Login> login, String from) {

    /// `trusted` is the text of a PEM file of certificate authorities; empty: those of the Java runtime.
    public record Server(String host, int port, Tls tls, String trusted) {}

    public record Login(String user, Secret password) {}

    public enum Tls {
        /// STARTTLS, or nothing is sent.
        REQUIRED,
        /// STARTTLS when the server offers it.
        OPTIONAL,
        DISABLED,
        /// TLS from the first byte (port 465).
        IMPLICIT
    }
}
