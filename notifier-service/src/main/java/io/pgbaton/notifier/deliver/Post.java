package io.pgbaton.notifier.deliver;

import io.pgbaton.notifier.route.Delivery;
import java.util.Optional;
import java.util.function.Supplier;

/// Makes one attempt at a delivery, by the way its target needs.
public final class Post {

    private final Supplier<Directory> directory;
    private final WebhookCourier webhooks;
    private final MailCourier mails;

    public Post(Supplier<Directory> directory, WebhookCourier webhooks, MailCourier mails) {
        this.directory = directory;
        this.webhooks = webhooks;
        this.mails = mails;
    }

    public Outcome deliver(Delivery delivery) throws InterruptedException {
        Directory now = directory.get();
        Optional<Endpoint> endpoint = now.of(delivery.target());
        if (endpoint.isEmpty()) {
            return new Outcome.Refused("the subscriptions file names this target no more");
        }
        return switch (endpoint.get()) {
            case Endpoint.Webhook webhook -> webhooks.deliver(delivery, webhook);
            case Endpoint.Mailbox mailbox ->
                now.smtp()
                        .map(smtp -> mails.deliver(delivery, mailbox, smtp))
                        .orElse(new Outcome.Refused("the subscriptions file has no smtp section any more"));
        };
    }
}
