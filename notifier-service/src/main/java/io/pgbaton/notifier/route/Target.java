package io.pgbaton.notifier.route;

import java.util.Locale;

/// Who is told: a mailbox, by its address, or a webhook, by the name it has in the subscriptions file. Never an
/// address with a secret in it, since this stands in the log.
public record Target(Kind kind, String name) {

    public enum Kind {
        MAIL,
        WEBHOOK;

        /// As metrics and the log call it.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Target mail(String address) {
        return new Target(Kind.MAIL, address);
    }

    public static Target webhook(String name) {
        return new Target(Kind.WEBHOOK, name);
    }

    @Override
    public String toString() {
        return kind.label() + ":" + name;
    }
}
