package io.pgbaton.fleet.sink;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.subethamail.smtp.server.SMTPServer;

/// Receives mail and keeps it.
public final class MailSink implements AutoCloseable {

    private final SMTPServer server;
    private final Inbox inbox;
    private final Clock clock;

    public MailSink(int port, Inbox inbox, Clock clock) {
        this.inbox = inbox;
        this.clock = clock;
        this.server = SMTPServer.port(port)
                .bindAddress(InetAddress.getLoopbackAddress())
                .messageHandler((_, from, to, message) -> receive(from, to, message))
                .build();
        server.start();
    }

    @Override
    public void close() {
        server.stop();
    }

    private void receive(String from, String to, byte[] message) {
        Received.Envelope envelope = new Received.Envelope(null, from, List.of(to), subjectOf(message));
        inbox.add(new Received(Received.Kind.MAIL, clock.instant(), envelope, null, textOf(message)));
    }

    private static String subjectOf(byte[] message) {
        try {
            return Optional.ofNullable(parsed(message).getSubject()).orElse("(no subject)");
        } catch (MessagingException e) {
            return "(unreadable: " + e.getMessage() + ")";
        }
    }

    /// The text of a plain message; anything else as it came.
    private static String textOf(byte[] message) {
        try {
            return parsed(message).getContent() instanceof String text
                    ? text
                    : new String(message, StandardCharsets.UTF_8);
        } catch (MessagingException | IOException e) {
            return new String(message, StandardCharsets.UTF_8);
        }
    }

    private static MimeMessage parsed(byte[] message) throws MessagingException {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(message));
    }
}
