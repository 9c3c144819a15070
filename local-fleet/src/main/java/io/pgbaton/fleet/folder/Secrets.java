package io.pgbaton.fleet.folder;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/// The passwords of one fleet, made when it is made. Its servers ask for them (scram-sha-256), as real ones would.
///
/// `superuser` is the role `pgbaton`, which agents, replication and `pg_rewind` use; `app` is the demo's client;
/// `webhook` signs webhooks.
public record Secrets(String superuser, String app, String webhook) {

    public static final String SUPERUSER = "pgbaton";
    public static final String APP = "app";

    private static final SecureRandom RANDOM = new SecureRandom();

    public static Secrets make() {
        return new Secrets(random(), random(), "whsec_" + Base64.getEncoder().encodeToString(bytes(32)));
    }

    public static Secrets read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return new Secrets(
                properties.getProperty("superuser", ""),
                properties.getProperty("app", ""),
                properties.getProperty("webhook", ""));
    }

    public void write(FleetFolder folder) {
        Properties properties = new Properties();
        properties.setProperty("superuser", superuser);
        properties.setProperty("app", app);
        properties.setProperty("webhook", webhook);
        try {
            emptyAndPrivate(folder.secrets());
            try (Writer writer = Files.newBufferedWriter(folder.secrets())) {
                properties.store(writer, null);
            }
            emptyAndPrivate(folder.passwordFile());
            Files.writeString(folder.passwordFile(), superuser);
            emptyAndPrivate(folder.passfile());
            Files.writeString(
                    folder.passfile(), "*:*:*:" + SUPERUSER + ":" + superuser + "\n*:*:*:" + APP + ":" + app + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the passwords to " + folder.root(), e);
        }
    }

    /// Nobody else may read it, not even between its creation and the first byte.
    private static void emptyAndPrivate(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static String random() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(18));
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
