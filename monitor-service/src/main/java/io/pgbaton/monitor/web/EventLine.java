package io.pgbaton.monitor.web;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Severity;
import io.pgbaton.monitor.fleet.ClusterNow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// One event of the time line.
public record EventLine(String id, String kind, Tone tone, Moment at, Text text) {

    /// `severity` as a word, and the sign that goes with it.
    public record Tone(String severity, String sign) {}

    /// `ago` is right when the page is made; the page keeps it right.
    public record Moment(String iso, String clock, String day, String ago) {}

    public record Text(String title, String node, String details) {}

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ROOT).withZone(ZoneOffset.UTC);

    static EventLine of(ClusterEvent event, ClusterNow now) {
        NodeId node = event.subject().node();
        String title = event.knownKind()
                .map(known -> capital(known.meaning()))
                .orElseGet(() -> capital(event.subject().kind().replace('_', ' ')));
        Text text = new Text(
                title, node == null ? "" : now.name(node), event.outcome().details());
        return new EventLine(
                event.id(), event.subject().kind(), tone(event.outcome()), moment(event.at(), now.asOf()), text);
    }

    private static Tone tone(ClusterEvent.Outcome outcome) {
        Severity severity = outcome.severity();
        String sign = switch (severity) {
            case INFO -> "dot";
            case NOTICE -> "check";
            case WARNING -> "triangle";
            case ERROR -> "cross";
            case CRITICAL -> "octagon";
        };
        return new Tone(severity.name().toLowerCase(Locale.ROOT), sign);
    }

    private static Moment moment(Instant at, Instant asOf) {
        String ago = Ago.span(Duration.between(at, asOf).toMillis()) + " ago";
        return new Moment(at.toString(), CLOCK.format(at), DAY.format(at), ago);
    }

    private static String capital(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
