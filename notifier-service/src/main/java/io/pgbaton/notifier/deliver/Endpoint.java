package io.pgbaton.notifier.deliver;

import io.pgbaton.notifier.route.Target;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// How a target is reached.
public sealed interface Endpoint {

    Target target();

    /// A word for where it leads that gives nothing away: a disabled endpoint comes back when this changes.
    String fingerprint();

    record Mailbox(String address) implements Endpoint {
        @Override
        public Target target() {
            return Target.mail(address);
        }

        @Override
        public String fingerprint() {
            return address;
        }
    }

    /// The address stays out of `toString`: it may be a secret itself.
    record Webhook(String name, URI url, List<Secret> secrets, Reach reach) implements Endpoint {

        public Webhook {
            secrets = List.copyOf(secrets);
        }

        @Override
        public Target target() {
            return Target.webhook(name);
        }

        @Override
        public String fingerprint() {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256")
                        .digest(url.toString().getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(digest, 0, 8);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        @Override
        public String toString() {
            return "webhook " + name;
        }
    }

    /// Which addresses a webhook's host may have.
    enum Reach {
        PUBLIC_ONLY,
        PRIVATE_TOO
    }
}
