package io.pgbaton.notifier.config;

import io.pgbaton.notifier.deliver.Endpoint;
import io.pgbaton.notifier.deliver.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads a `webhook` under `to`.
final class WebhookReader {

    static final Set<String> KEYS = Set.of("webhook", "name", "secret", "secret-file", "allow-private");

    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    private final SecretReader secrets;

    WebhookReader(SecretReader secrets) {
        this.secrets = secrets;
    }

    Endpoint.Webhook read(Section webhook) throws InvalidSubscriptions {
        webhook.allowOnly(KEYS);
        Section address = webhook.at("webhook");
        URI url = url(address);
        Endpoint.Reach reach =
                webhook.at("allow-private").yesOrNo() ? Endpoint.Reach.PRIVATE_TOO : Endpoint.Reach.PUBLIC_ONLY;
        return new Endpoint.Webhook(name(webhook, url), url, keys(webhook), reach);
    }

    private static String name(Section webhook, URI url) throws InvalidSubscriptions {
        Optional<String> given = webhook.at("name").optionalText();
        if (given.isPresent()) {
            return given.get();
        }
        if (SecretReader.isReference(webhook.at("webhook").text())) {
            throw webhook.wrong("a webhook whose address is a reference needs a name, for the log");
        }
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        // without the query: that is where keys stand
        return url.getHost() + port + (url.getPath() == null ? "" : url.getPath());
    }

    private URI url(Section address) throws InvalidSubscriptions {
        String text = secrets.resolved(address);
        String shown = SecretReader.isReference(address.text()) ? "the address" : "\"" + text + "\"";
        try {
            URI url = new URI(text);
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            boolean http = scheme.equals("http") || scheme.equals("https");
            if (!http || url.getHost() == null || url.getUserInfo() != null) {
                throw address.wrong(shown + " is not an http or https address with a host and without a login");
            }
            return url;
        } catch (URISyntaxException e) {
            throw address.wrong(shown + " is not an address, like https://example.com/hook");
        }
    }

    private List<Secret> keys(Section webhook) throws InvalidSubscriptions {
        List<Secret> keys = new ArrayList<>();
        for (Section reference : webhook.at("secret").each()) {
            keys.add(key(reference, secrets.referenced(reference)));
        }
        for (Section file : webhook.at("secret-file").each()) {
            for (String line : secrets.lines(file)) {
                keys.add(key(file, line));
            }
        }
        if (keys.isEmpty()) {
            throw webhook.wrong("a webhook needs a secret to sign with: secret: ${env:NAME}, or secret-file");
        }
        return keys;
    }

    private static Secret key(Section section, String text) throws InvalidSubscriptions {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "!");
            if (bytes.length >= SHORTEST && bytes.length <= LONGEST) {
                return new Secret(bytes);
            }
        } catch (IllegalArgumentException e) {
            throw notAKey(section);
        }
        throw notAKey(section);
    }

    private static InvalidSubscriptions notAKey(Section section) {
        return section.wrong("the secret is not whsec_ followed by 24 to 64 bytes in base64");
    }
}
