package io.pgbaton.notifier.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.Severity;
import io.pgbaton.notifier.Events;
import io.pgbaton.notifier.ReceivingMailbox;
import io.pgbaton.notifier.route.Delivery;
import io.pgbaton.notifier.route.Target;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;

class MailCourierTest {

    private static final String PASSWORD = "changeit";

    private final MailCourier courier = new MailCourier(Duration.ofSeconds(10));
    private final Delivery delivery = Delivery.of(Events.failover("orders"), "on-call", Target.mail("dba@example.com"));

    @TempDir
    private Path folder;

    private Outcome send(int port, Smtp.Tls tls, String trusted, Optional<Smtp.Login> login) {
        Smtp smtp = new Smtp(new Smtp.Server("localhost", port, tls, trusted), login, "pgbaton <p@example.com>");
        return courier.deliver(delivery, new Endpoint.Mailbox("dba@example.com"), smtp);
    }

    private static Optional<Smtp.Login> login(String password) {
        return Optional.of(new Smtp.Login("pgbaton", new Secret(password.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void aMailHasTheDeliverysIdItsIncidentAndBothTexts() throws Exception {
        try (ReceivingMailbox mailbox = new ReceivingMailbox()) {
            assertThat(send(mailbox.port(), Smtp.Tls.DISABLED, "", Optional.empty()))
                    .isInstanceOf(Outcome.Delivered.class);

            MimeMessage mail = mailbox.messages().getFirst();
            assertThat(ReceivingMailbox.header(mail, "Message-ID")).isEqualTo("<" + delivery.id() + "@pgbaton>");
            assertThat(ReceivingMailbox.header(mail, "References")).isEqualTo("<incident.orders.5@pgbaton>");
            assertThat(ReceivingMailbox.header(mail, "Auto-Submitted")).isEqualTo("auto-generated");
            assertThat(mail.getSubject()).startsWith("[orders] FAILOVER: n2 is primary");
            MimeMultipart parts = (MimeMultipart) mail.getContent();
            assertThat(parts.getContentType()).startsWith("multipart/alternative");
            assertThat(parts.getBodyPart(0).getContentType()).startsWith("text/plain");
            assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
        }
    }

    @Test
    void twoAttemptsSendTheSameMail() {
        try (ReceivingMailbox mailbox = new ReceivingMailbox()) {
            send(mailbox.port(), Smtp.Tls.DISABLED, "", Optional.empty());
            send(mailbox.port(), Smtp.Tls.OPTIONAL, "", Optional.empty());

            assertThat(mailbox.ids()).hasSize(2).containsOnly("<" + delivery.id() + "@pgbaton>");
        }
    }

    @Test
    void startTlsAndLoginWorkWithACertificateThatIsTrusted() throws Exception {
        try (ReceivingMailbox mailbox = secured()) {
            assertThat(send(mailbox.port(), Smtp.Tls.REQUIRED, certificate(), login("right")))
                    .isInstanceOf(Outcome.Delivered.class);
            assertThat(mailbox.messages()).hasSize(1);
        }
    }

    @Test
    void aCertificateThatNobodyTrustsGetsNoMail() throws Exception {
        try (ReceivingMailbox mailbox = secured()) {
            assertThat(send(mailbox.port(), Smtp.Tls.REQUIRED, "", login("right")))
                    .isInstanceOf(Outcome.Failed.class);
            assertThat(mailbox.messages()).isEmpty();
        }
    }

    @Test
    void aWrongPasswordIsTriedAgainAndNeverRepeatedInTheReply() throws Exception {
        try (ReceivingMailbox mailbox = secured()) {
            Outcome outcome = send(mailbox.port(), Smtp.Tls.REQUIRED, certificate(), login("wrong-password"));

            assertThat(outcome).isInstanceOf(Outcome.Failed.class);
            assertThat(outcome.reply()).contains("login refused").doesNotContain("wrong-password");
        }
    }

    @Test
    void withoutStartTlsARequiredOneSendsNothing() {
        try (ReceivingMailbox mailbox = new ReceivingMailbox()) {
            assertThat(send(mailbox.port(), Smtp.Tls.REQUIRED, "", Optional.empty()))
                    .isInstanceOf(Outcome.Failed.class);
            assertThat(mailbox.messages()).isEmpty();
        }
    }

    @Test
    void aTemporaryRefusalIsTriedAgainAndAPermanentOneIsNot() {
        try (ReceivingMailbox mailbox = new ReceivingMailbox()) {
            mailbox.rejectNext(1, 451);
            assertThat(send(mailbox.port(), Smtp.Tls.DISABLED, "", Optional.empty()))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.reply()).contains("451", "not now"));
            mailbox.rejectNext(1, 550);
            assertThat(send(mailbox.port(), Smtp.Tls.DISABLED, "", Optional.empty()))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused -> assertThat(refused.reply()).contains("550"));
        }
    }

    @Test
    void aServerThatIsNotThereIsTriedAgain() {
        ReceivingMailbox gone = new ReceivingMailbox();
        gone.close();

        assertThat(send(gone.port(), Smtp.Tls.DISABLED, "", Optional.empty())).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void anEventWithoutATermBelongsToNoIncident() {
        try (ReceivingMailbox mailbox = new ReceivingMailbox()) {
            ClusterEvent event = Events.ofKind("x", Severity.INFO, "orders");
            Smtp smtp = new Smtp(
                    new Smtp.Server("localhost", mailbox.port(), Smtp.Tls.DISABLED, ""), Optional.empty(), "p@x.yz");
            courier.deliver(
                    Delivery.of(event, "s", Target.mail("a@b.c")), new Endpoint.Mailbox("dba@example.com"), smtp);

            assertThat(ReceivingMailbox.header(mailbox.messages().getFirst(), "References"))
                    .isEmpty();
        }
    }

    private ReceivingMailbox secured() throws Exception {
        SSLContext tls = serverContext();
        return new ReceivingMailbox(builder -> builder.enableTLS()
                .requireTLS()
                .startTlsSocketFactory(tls)
                .requireAuth()
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, _) -> {
                    if (!user.equals("pgbaton") || !password.equals("right")) {
                        throw new LoginFailedException();
                    }
                })));
    }

    private Path keyStore() throws IOException, InterruptedException {
        Path store = folder.resolve("server.p12");
        if (!Files.exists(store)) {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "smtp",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "SAN=dns:localhost,ip:127.0.0.1",
                            "-validity",
                            "2",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            PASSWORD)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("keytool.log").toFile())
                    .start();
            assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        return store;
    }

    private KeyStore loaded() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore())) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private SSLContext serverContext() throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(loaded(), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private String certificate() throws Exception {
        byte[] der = loaded().getCertificate("smtp").getEncoded();
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
    }
}
