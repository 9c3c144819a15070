package io.pgbaton.notifier.config;

import io.pgbaton.notifier.deliver.Secret;
import io.pgbaton.notifier.deliver.Smtp;
import io.pgbaton.notifier.deliver.TrustedAuthorities;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads the section `smtp`.
final class SmtpReader {

    private static final Set<String> KEYS =
            Set.of("host", "port", "tls", "user", "password", "password-file", "from", "trust-file");

    private final SecretReader secrets;

    SmtpReader(SecretReader secrets) {
        this.secrets = secrets;
    }

    Optional<Smtp> read(Section smtp) throws InvalidSubscriptions {
        if (!smtp.isThere()) {
            return Optional.empty();
        }
        smtp.allowOnly(KEYS);
        Smtp.Tls tls = tls(smtp.at("tls"));
        int port = smtp.at("port").number(tls == Smtp.Tls.IMPLICIT ? 465 : 587, 1, 65535);
        Smtp.Server server = new Smtp.Server(smtp.at("host").text(), port, tls, trusted(smtp.at("trust-file")));
        return Optional.of(new Smtp(server, login(smtp), address(smtp.at("from"))));
    }

    /// An address as mail programs take it, alone or as `name <address>`.
    static String address(Section section) throws InvalidSubscriptions {
        String text = section.text();
        try {
            InternetAddress[] parsed = InternetAddress.parse(text, true);
            boolean hasHost = parsed.length == 1 && parsed[0].getAddress().indexOf('@') > 0;
            if (!hasHost) {
                throw section.wrong("\"" + text + "\" is not one mail address, like dba@example.com");
            }
            return text;
        } catch (AddressException e) {
            throw section.wrong("\"" + text + "\" is not a mail address, like dba@example.com");
        }
    }

    private Optional<Smtp.Login> login(Section smtp) throws InvalidSubscriptions {
        Section inline = smtp.at("password");
        Section file = smtp.at("password-file");
        if (inline.isThere() && file.isThere()) {
            throw smtp.wrong("password and password-file exclude each other");
        }
        Optional<String> user = smtp.at("user").optionalText();
        boolean hasPassword = inline.isThere() || file.isThere();
        if (user.isPresent() != hasPassword) {
            throw smtp.wrong("a login is user and password (or password-file), or none of them");
        }
        if (user.isEmpty()) {
            return Optional.empty();
        }
        String password = inline.isThere()
                ? secrets.referenced(inline)
                : secrets.lines(file).getFirst();
        return Optional.of(new Smtp.Login(user.get(), new Secret(password.getBytes(StandardCharsets.UTF_8))));
    }

    private String trusted(Section file) throws InvalidSubscriptions {
        if (!file.isThere()) {
            return "";
        }
        String pem = secrets.content(file);
        try {
            TrustedAuthorities.sockets(pem);
            return pem;
        } catch (GeneralSecurityException e) {
            throw file.wrong("the file " + file.text() + " holds no certificates in PEM");
        }
    }

    private static Smtp.Tls tls(Section section) throws InvalidSubscriptions {
        Optional<String> text = section.optionalText();
        if (text.isEmpty()) {
            return Smtp.Tls.REQUIRED;
        }
        for (Smtp.Tls tls : Smtp.Tls.values()) {
            if (word(tls).equals(text.get().toLowerCase(Locale.ROOT))) {
                return tls;
            }
        }
        throw section.wrong("\"" + text.get() + "\" is not one of "
                + Arrays.stream(Smtp.Tls.values()).map(SmtpReader::word).collect(Collectors.joining(", ")));
    }

    private static String word(Smtp.Tls tls) {
        return tls.name().toLowerCase(Locale.ROOT);
    }
}
