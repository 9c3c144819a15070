package io.pgbaton.agent.config;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What the agents of one cluster know and nobody else: it signs what they ask of each other. Never shown.
public final class ClusterSecret {

    static final int SHORTEST = 16;
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;

    public ClusterSecret(String text) {
        this.key = text.getBytes(StandardCharsets.UTF_8);
    }

    public boolean isSet() {
        return key.length > 0;
    }

    /// HMAC-SHA256 over the parts, each followed by a line feed, in hexadecimal.
    public String sign(String... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            for (String part : parts) {
                mac.update(part.getBytes(StandardCharsets.UTF_8));
                mac.update((byte) '\n');
            }
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every Java", e);
        }
    }

    /// Compares in constant time.
    public boolean verifies(String signature, String... parts) {
        return MessageDigest.isEqual(
                sign(parts).getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return isSet() ? "(set)" : "(not set)";
    }
}
