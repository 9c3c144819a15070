package io.pgbaton.notifier.message;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Term;
import io.pgbaton.notifier.route.Delivery;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A mail about one event: the same facts as plain text and as HTML.
public record MailText(String subject, String plain, String html) {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern(
                    "EEE d MMM uuuu HH:mm:ss.SSS 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    public static MailText of(Delivery delivery) {
        ClusterEvent event = delivery.event();
        String footer = "You get this because of the subscription \"" + delivery.subscription() + "\".";
        return new MailText(
                Headline.of(event).text(),
                PlainText.render(whatHappened(event), facts(event), data(event), footer),
                HtmlText.render(new HtmlText.Page(
                        event.outcome().severity(), whatHappened(event), facts(event), data(event), footer)));
    }

    private static String whatHappened(ClusterEvent event) {
        String details = event.outcome().details().strip();
        String meaning = event.knownKind().map(EventKind::meaning).orElse("");
        if (details.isEmpty()) {
            return meaning.isEmpty() ? event.subject().kind() : capital(meaning) + ".";
        }
        // as it is: a node's name may stand first
        return details + (details.endsWith(".") ? "" : ".");
    }

    private static Map<String, String> facts(ClusterEvent event) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Cluster", event.cluster().name());
        if (event.subject().node() != null) {
            facts.put("Node", event.subject().node().toString());
        }
        facts.put("When", WHEN.format(event.at()));
        facts.put("Event", event.subject().kind() + (event.outcome().successful() ? "" : " (failed)"));
        facts.put("Severity", event.outcome().severity().name());
        if (event.subject().term().isAbove(Term.NONE)) {
            facts.put("Term", event.subject().term().toString());
        }
        if (event.subject().request() != null) {
            facts.put("Request", event.subject().request().value());
        }
        facts.put("Event id", event.id());
        return facts;
    }

    /// In a fixed order, so that two mails of one kind can be compared by eye.
    private static Map<String, String> data(ClusterEvent event) {
        return new TreeMap<>(event.outcome().data());
    }

    private static String capital(String sentence) {
        return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }
}
