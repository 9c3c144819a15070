package io.pgbaton.fleet.sink;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Checks a webhook as Standard Webhooks tells its receivers to: HMAC-SHA256 over id, time and body, and a time
/// that is not long ago, so that a recorded message cannot be sent again later.
public final class WebhookSignature {

    private static final String PREFIX = "whsec_";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final SecretKeySpec key;

    /// `secret` is `whsec_` and a key in base64.
    public WebhookSignature(String secret) {
        String encoded = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
        this.key = new SecretKeySpec(Base64.getDecoder().decode(encoded), "HmacSHA256");
    }

    /// The three headers of a message, as they came.
    public record Headers(String id, String timestamp, String signatures) {}

    public boolean verifies(Headers headers, byte[] body, Instant now) {
        if (!headers.timestamp().matches("\\d{1,12}")) {
            return false;
        }
        Instant sent = Instant.ofEpochSecond(Long.parseLong(headers.timestamp()));
        if (Duration.between(sent, now).abs().compareTo(TOLERANCE) > 0) {
            return false;
        }
        byte[] expected = ("v1," + sign(headers.id(), headers.timestamp(), body)).getBytes(StandardCharsets.UTF_8);
        return Arrays.stream(headers.signatures().split(" "))
                .anyMatch(given -> MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8)));
    }

    String sign(String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
