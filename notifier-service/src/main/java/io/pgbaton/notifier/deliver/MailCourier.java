package io.pgbaton.notifier.deliver;

import io.pgbaton.notifier.route.Delivery;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/// Sends one mail over one SMTP connection. A connection for each mail costs a handshake, and leaves none to break
/// between two incidents.
public final class MailCourier {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Duration patience;

    public MailCourier(Duration patience) {
        this.patience = patience;
    }

    Outcome deliver(Delivery delivery, Endpoint.Mailbox mailbox, Smtp smtp) {
        try {
            Session session = Session.getInstance(properties(smtp.server()));
            MimeMessage message = Letter.write(session, delivery, smtp.from(), mailbox.address());
            return send(session, message, smtp);
        } catch (MessagingException e) {
            return outcome(e);
        } catch (GeneralSecurityException e) {
            return Outcome.Failed.because("smtp.trust-file cannot be used: " + oneLine(e.getMessage()));
        }
    }

    private static Outcome send(Session session, MimeMessage message, Smtp smtp) throws MessagingException {
        String protocol = smtp.server().tls() == Smtp.Tls.IMPLICIT ? "smtps" : "smtp";
        Address[] to = message.getAllRecipients();
        try (SMTPTransport transport = (SMTPTransport) session.getTransport(protocol)) {
            Smtp.Login login = smtp.login().orElse(null);
            transport.connect(
                    smtp.server().host(),
                    smtp.server().port(),
                    login == null ? null : login.user(),
                    login == null ? null : new String(login.password().bytes(), StandardCharsets.UTF_8));
            transport.sendMessage(message, to);
            return new Outcome.Delivered(oneLine(transport.getLastServerResponse()));
        }
    }

    private Properties properties(Smtp.Server server) throws GeneralSecurityException {
        Properties properties = new Properties();
        for (String prefix : new String[] {"mail.smtp.", "mail.smtps."}) {
            properties.put(prefix + "connectiontimeout", millis(CONNECT));
            properties.put(prefix + "timeout", millis(patience));
            properties.put(prefix + "writetimeout", millis(patience));
            properties.put(prefix + "ssl.checkserveridentity", "true");
            if (!server.trusted().isEmpty()) {
                properties.put(prefix + "ssl.socketFactory", TrustedAuthorities.sockets(server.trusted()));
            }
        }
        boolean startTls = server.tls() == Smtp.Tls.REQUIRED || server.tls() == Smtp.Tls.OPTIONAL;
        properties.put("mail.smtp.starttls.enable", Boolean.toString(startTls));
        properties.put("mail.smtp.starttls.required", Boolean.toString(server.tls() == Smtp.Tls.REQUIRED));
        return properties;
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    /// SMTP's own rule (RFC 5321): 5xx is for ever, 4xx and everything that broke on the way is not. A refused
    /// login is a mistake in the configuration that somebody will mend, so it is tried again.
    private static Outcome outcome(MessagingException failure) {
        if (failure instanceof AuthenticationFailedException) {
            return Outcome.Failed.because("login refused: " + oneLine(failure.getMessage()));
        }
        for (Exception e = failure; e != null; e = next(e)) {
            int code = returnCode(e);
            if (code >= 500) {
                return new Outcome.Refused(oneLine(e.getMessage()));
            }
            if (code >= 400) {
                return Outcome.Failed.because(oneLine(e.getMessage()));
            }
        }
        return Outcome.Failed.because(oneLine(failure.getMessage()));
    }

    /// Angus chains what each recipient was answered behind a general "Invalid Addresses".
    private static @Nullable Exception next(Exception e) {
        return e instanceof MessagingException messaging ? messaging.getNextException() : null;
    }

    private static int returnCode(Exception e) {
        return switch (e) {
            case SMTPAddressFailedException address -> address.getReturnCode();
            case SMTPSenderFailedException sender -> sender.getReturnCode();
            case SMTPSendFailedException send -> send.getReturnCode();
            default -> -1;
        };
    }

    private static String oneLine(@Nullable String text) {
        return text == null ? "no answer" : text.replaceAll("\\s+", " ").strip();
    }
}
