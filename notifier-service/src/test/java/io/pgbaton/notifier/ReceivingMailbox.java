package io.pgbaton.notifier;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/// A real SMTP server that keeps what it gets.
public final class ReceivingMailbox implements AutoCloseable {

    private final List<byte[]> raw = new CopyOnWriteArrayList<>();
    private final AtomicInteger toReject = new AtomicInteger();
    private final SMTPServer server;
    private volatile int rejectWith = 450;

    public ReceivingMailbox() {
        this(Function.identity());
    }

    public ReceivingMailbox(Function<SMTPServer.Builder, SMTPServer.Builder> settings) {
        SMTPServer.Builder builder =
                SMTPServer.port(0).bindAddress(InetAddress.getLoopbackAddress()).messageHandlerFactory(Handler::new);
        server = settings.apply(builder).build();
        server.start();
    }

    private final class Handler implements MessageHandler {

        Handler(MessageContext context) {
            if (context == null) {
                throw new IllegalArgumentException("no context");
            }
        }

        @Override
        public void from(String from) {}

        @Override
        public void recipient(String recipient) throws RejectException {
            if (toReject.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new RejectException(rejectWith, "not now, said the mailbox");
            }
        }

        @Override
        public String data(java.io.InputStream data) throws IOException {
            raw.add(data.readAllBytes());
            return "kept";
        }

        @Override
        public void done() {}
    }

    public void rejectNext(int times, int with) {
        rejectWith = with;
        toReject.set(times);
    }

    public List<MimeMessage> messages() {
        return raw.stream().map(ReceivingMailbox::parsed).toList();
    }

    public List<String> ids() {
        return messages().stream().map(each -> header(each, "Message-ID")).toList();
    }

    public static String header(MimeMessage message, String name) {
        try {
            String value = message.getHeader(name, null);
            return value == null ? "" : value;
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MimeMessage parsed(byte[] bytes) {
        try {
            return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return server.getPortAllocated();
    }

    @Override
    public void close() {
        server.stop();
    }
}
