package io.pgbaton.contracts.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.EventKind;
import java.util.LinkedHashMap;
import java.util.Map;

/// An event's envelope as CloudEvents 1.0 defines it: headers in Kafka's binary mode (prefix `ce_`), one JSON
/// object in structured mode, for webhooks.
public final class CloudEvents {

    private CloudEvents() {}

    /// Kafka headers; the record's value is the event itself as JSON.
    public static Map<String, String> kafkaHeaders(ClusterEvent event) {
        Map<String, String> headers = new LinkedHashMap<>();
        attributes(event).forEach((name, value) -> headers.put("ce_" + name, value));
        headers.put("content-type", "application/json");
        return headers;
    }

    /// The whole event as one JSON object, `application/cloudevents+json`.
    public static byte[] structured(ClusterEvent event) {
        ObjectNode envelope = Wire.mapper().createObjectNode();
        attributes(event).forEach(envelope::put);
        envelope.put("datacontenttype", "application/json");
        envelope.set("data", Wire.mapper().valueToTree(event));
        return Wire.write(envelope);
    }

    private static Map<String, String> attributes(ClusterEvent event) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("specversion", "1.0");
        attributes.put("id", event.id());
        attributes.put("type", typeOf(event));
        attributes.put("source", sourceOf(event));
        attributes.put("subject", event.cluster().name());
        attributes.put("time", event.at().toString());
        attributes.put("partitionkey", event.cluster().name());
        attributes.put("severitytext", event.outcome().severity().name());
        return attributes;
    }

    private static String typeOf(ClusterEvent event) {
        return event.knownKind()
                .map(EventKind::cloudEventType)
                .orElse("io.pgbaton.cluster." + event.subject().kind() + ".v1");
    }

    private static String sourceOf(ClusterEvent event) {
        String cluster = "/pgbaton/clusters/" + event.cluster().name();
        return event.subject().node() == null
                ? cluster
                : cluster + "/nodes/" + event.subject().node();
    }
}
