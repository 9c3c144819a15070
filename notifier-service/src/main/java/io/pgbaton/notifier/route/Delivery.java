package io.pgbaton.notifier.route;

import io.pgbaton.contracts.ClusterEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// One event on its way to one receiver. `id` is all a receiver needs to know a repetition: it depends on nothing
/// but event, subscription and target, so a restart, a lost database or another instance makes the same one.
public record Delivery(String id, ClusterEvent event, String subscription, Target target) {

    private static final int ID_BYTES = 16;

    public static Delivery of(ClusterEvent event, String subscription, Target target) {
        return new Delivery(idOf(event.id(), subscription, target), event, subscription, target);
    }

    public Lane lane() {
        return new Lane(event.cluster(), target);
    }

    private static String idOf(String eventId, String subscription, Target target) {
        // a zero byte stands in none of the parts, so no two triples run together
        String parts = String.join("\0", eventId, subscription, target.toString());
        byte[] digest = sha256().digest(parts.getBytes(StandardCharsets.UTF_8));
        return "dlv_" + HexFormat.of().formatHex(digest, 0, ID_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
