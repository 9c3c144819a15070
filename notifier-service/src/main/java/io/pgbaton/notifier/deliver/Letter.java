package io.pgbaton.notifier.deliver;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.Term;
import io.pgbaton.notifier.message.MailText;
import io.pgbaton.notifier.route.Delivery;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.util.Date;

/// The mail itself. Nothing in it depends on when or how often it is sent, so that every attempt sends the same.
final class Letter extends MimeMessage {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final String DOMAIN = "@pgbaton>";

    private Letter(Session session) {
        super(session);
    }

    static Letter write(Session session, Delivery delivery, String from, String to) throws MessagingException {
        ClusterEvent event = delivery.event();
        MailText text = MailText.of(delivery);
        Letter letter = new Letter(session);
        letter.setFrom(new InternetAddress(from));
        letter.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        letter.setSubject(text.subject(), UTF_8);
        letter.setSentDate(Date.from(event.at()));
        letter.setContent(alternatives(text));
        letter.setHeader("Message-ID", "<" + delivery.id() + DOMAIN);
        // no vacation answers, no loops between robots (RFC 3834)
        letter.setHeader("Auto-Submitted", "auto-generated");
        letter.setHeader("X-Pgbaton-Event", event.id());
        if (event.subject().term().isAbove(Term.NONE)) {
            letter.thread(event);
        }
        letter.saveChanges();
        return letter;
    }

    /// All mails of one term of one cluster answer a mail that was never sent: readers show them as one thread.
    private void thread(ClusterEvent event) throws MessagingException {
        String incident = "<incident." + event.cluster() + "." + event.subject().term() + DOMAIN;
        setHeader("In-Reply-To", incident);
        setHeader("References", incident);
    }

    private static MimeMultipart alternatives(MailText text) throws MessagingException {
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(text.plain(), UTF_8);
        MimeBodyPart html = new MimeBodyPart();
        html.setText(text.html(), UTF_8, "html");
        return new MimeMultipart("alternative", plain, html);
    }

    /// The id is the delivery's; the library would make a new one for each attempt.
    @Override
    protected void updateMessageID() {}
}
