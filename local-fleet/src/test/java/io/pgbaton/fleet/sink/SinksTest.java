package io.pgbaton.fleet.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.fleet.process.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinksTest {

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);
    private static final String BODY = "{\"type\":\"io.pgbaton.cluster.failover_promote.v1\"}";

    @TempDir
    private Path folder;

    private final WebhookSignature signature = new WebhookSignature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    @Test
    void keepAWebhookAndSayThatItsSignatureIsRight() throws Exception {
        Inbox inbox = new Inbox(folder);
        try (WebhookSink sink = new WebhookSink(FreePort.next(), inbox, signature, CLOCK)) {
            String right = "v1," + signature.sign("evt-1", "1800000000", BODY.getBytes(StandardCharsets.UTF_8));

            assertThat(post(sink.port(), right)).isEqualTo(204);

            Received message = inbox.messages().getFirst();
            assertThat(message.verified()).isTrue();
            assertThat(message.envelope().id()).isEqualTo("evt-1");
            assertThat(message.envelope().title()).isEqualTo("io.pgbaton.cluster.failover_promote.v1");
            assertThat(message.body()).isEqualTo(BODY);
        }
    }

    @Test
    void keepAWebhookWithAWrongSignatureToo_andRefuseIt() throws Exception {
        Inbox inbox = new Inbox(folder);
        try (WebhookSink sink = new WebhookSink(FreePort.next(), inbox, signature, CLOCK)) {
            assertThat(post(sink.port(), "v1,AAAA")).isEqualTo(401);
            assertThat(inbox.messages().getFirst().verified()).isFalse();
        }
    }

    @Test
    void keepAMailWithItsSubjectDecoded() throws Exception {
        Inbox inbox = new Inbox(folder);
        int port = FreePort.next();
        try (MailSink _ = new MailSink(port, inbox, CLOCK)) {
            send(port, "Subject: =?UTF-8?Q?orders:_n2_is_primary_=E2=9C=93?=", "n1 was lost.");

            Received mail = inbox.messages().getFirst();
            assertThat(mail.kind()).isEqualTo(Received.Kind.MAIL);
            assertThat(mail.envelope().title()).isEqualTo("orders: n2 is primary ✓");
            assertThat(mail.envelope().to()).containsExactly("dba@sandbox.example");
            assertThat(mail.body()).contains("n1 was lost.");
        }
    }

    @Test
    void goOnCountingWhereAnEarlierRunStopped() {
        Received message = new Received(
                Received.Kind.MAIL, CLOCK.instant(), new Received.Envelope(null, "a", List.of("b"), "c"), null, "d");
        new Inbox(folder).add(message);
        new Inbox(folder).add(message);

        assertThat(new Inbox(folder).messages()).containsExactly(message, message);
    }

    private static int post(int port, String signatures) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hooks/pgbaton"))
                .header("webhook-id", "evt-1")
                .header("webhook-timestamp", "1800000000")
                .header("webhook-signature", signatures)
                .POST(HttpRequest.BodyPublishers.ofString(BODY))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /// SMTP by hand: what a mail library sends is the notifier's business.
    private static void send(int port, String header, String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                PrintStream out = new PrintStream(socket.getOutputStream(), true, StandardCharsets.UTF_8)) {
            in.readLine();
            List<String> lines = List.of(
                    "HELO test",
                    "MAIL FROM:<pgbaton@sandbox.example>",
                    "RCPT TO:<dba@sandbox.example>",
                    "DATA",
                    header + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text + "\r\n.",
                    "QUIT");
            for (String line : lines) {
                out.print(line + "\r\n");
                out.flush();
                in.readLine();
            }
        }
    }
}
