package io.pgbaton.notifier.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pgbaton.notifier.deliver.Directory;
import io.pgbaton.notifier.deliver.Endpoint;
import io.pgbaton.notifier.deliver.Smtp;
import io.pgbaton.notifier.route.Routing;
import io.pgbaton.notifier.route.Subscription;
import io.pgbaton.notifier.route.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The subscriptions as a person wrote them. Reads all or nothing: whoever mistypes a severity must hear it when he
/// writes it, not at the failover that nobody is told of.
public final class SubscriptionsFile {

    private static final ObjectMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private final Path file;
    private final SmtpReader smtp;
    private final WebhookReader webhooks;

    public SubscriptionsFile(Path file, UnaryOperator<@Nullable String> environment) {
        this.file = file;
        SecretReader secrets = new SecretReader(environment);
        this.smtp = new SmtpReader(secrets);
        this.webhooks = new WebhookReader(secrets);
    }

    public Path file() {
        return file;
    }

    public Settings read() throws InvalidSubscriptions {
        Section root = new Section(file, "", tree());
        root.allowOnly(Set.of("smtp", "subscriptions"));
        Optional<Smtp> server = smtp.read(root.at("smtp"));
        Map<Target, Endpoint> endpoints = new HashMap<>();
        List<Subscription> subscriptions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Section section : root.at("subscriptions").each()) {
            Subscription subscription = subscription(section, endpoints);
            if (!names.add(subscription.name())) {
                throw section.at("name").wrong("\"" + subscription.name() + "\" is the name of an earlier one");
            }
            subscriptions.add(subscription);
        }
        if (server.isEmpty() && endpoints.values().stream().anyMatch(Endpoint.Mailbox.class::isInstance)) {
            throw root.at("smtp").wrong("mail is wanted and there is no server: host and from are needed");
        }
        return new Settings(new Routing(subscriptions), new Directory(endpoints, server));
    }

    private JsonNode tree() throws InvalidSubscriptions {
        try {
            return YAML.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
            String what = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
            throw new InvalidSubscriptions(file + ": " + where + "not YAML: " + what);
        } catch (IOException e) {
            throw new InvalidSubscriptions(file + ": cannot be read; pgbaton.notifier.subscriptions names this file");
        }
    }

    private Subscription subscription(Section section, Map<Target, Endpoint> endpoints) throws InvalidSubscriptions {
        section.allowOnly(Set.of("name", "match", "to"));
        String name = section.at("name").text();
        Set<Target> to = new LinkedHashSet<>();
        for (Section each : section.at("to").each()) {
            Endpoint endpoint = endpoint(each);
            Endpoint known = endpoints.putIfAbsent(endpoint.target(), endpoint);
            if (known != null && !known.equals(endpoint)) {
                throw each.wrong("\"" + endpoint.target().name()
                        + "\" is also the name of a webhook with another address or secret");
            }
            to.add(endpoint.target());
        }
        if (to.isEmpty()) {
            throw section.at("to").wrong("at least one email or webhook is needed");
        }
        return new Subscription(name, MatchReader.read(section.at("match")), List.copyOf(to));
    }

    private Endpoint endpoint(Section section) throws InvalidSubscriptions {
        if (section.at("webhook").isThere()) {
            return webhooks.read(section);
        }
        if (section.at("email").isThere()) {
            section.allowOnly(Set.of("email"));
            return new Endpoint.Mailbox(SmtpReader.address(section.at("email")));
        }
        Set<String> keys = new TreeSet<>(WebhookReader.KEYS);
        keys.add("email");
        section.allowOnly(keys);
        throw section.wrong("either email or webhook is needed");
    }
}
