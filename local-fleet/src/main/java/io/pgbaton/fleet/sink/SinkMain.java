package io.pgbaton.fleet.sink;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/// The program of both sinks: `SinkMain INBOX SMTP-PORT HTTP-PORT`, with the webhooks' secret in the environment.
public final class SinkMain {

    /// The environment variable with the webhooks' secret.
    public static final String SECRET = "PGBATON_WEBHOOK_SECRET";

    private SinkMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Inbox inbox = new Inbox(Path.of(arguments[0]));
        WebhookSignature signature = new WebhookSignature(System.getenv(SECRET));
        Clock clock = Clock.systemUTC();
        try (MailSink _ = new MailSink(Integer.parseInt(arguments[1]), inbox, clock);
                WebhookSink _ = new WebhookSink(Integer.parseInt(arguments[2]), inbox, signature, clock)) {
            System.out.println("listening on ports " + arguments[1] + " (SMTP) and " + arguments[2] + " (webhooks)");
            new CountDownLatch(1).await();
        }
    }
}
