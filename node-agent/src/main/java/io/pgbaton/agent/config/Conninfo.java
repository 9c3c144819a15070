package io.pgbaton.agent.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A libpq connection string: `host=a port=5432 dbname='x y'` or `postgresql://user@a:5432/db?sslmode=require`.
/// [#toString] never shows the password.
public record Conninfo(Map<String, String> keywords) {

    public Conninfo {
        keywords = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(keywords));
    }

    public static Conninfo parse(String text) {
        String trimmed = text.strip();
        if (trimmed.startsWith("postgresql://") || trimmed.startsWith("postgres://")) {
            return new Conninfo(uri(trimmed.substring(trimmed.indexOf("://") + 3)));
        }
        return new Conninfo(new KeywordReader(trimmed).read());
    }

    public Optional<String> get(String keyword) {
        return Optional.ofNullable(keywords.get(keyword)).filter(value -> !value.isEmpty());
    }

    /// The first host; a socket directory means this machine.
    public String host() {
        String host = get("hostaddr").or(() -> get("host")).orElse("localhost").split(",", -1)[0];
        return host.startsWith("/") || host.startsWith("@") || host.isEmpty() ? "localhost" : host;
    }

    public int port() {
        return Integer.parseInt(get("port").orElse("5432").split(",", -1)[0]);
    }

    public String user() {
        return get("user").orElse("postgres");
    }

    public String database() {
        return get("dbname").orElseGet(this::user);
    }

    public Conninfo with(String keyword, String value) {
        Map<String, String> changed = new LinkedHashMap<>(keywords);
        changed.put(keyword, value);
        return new Conninfo(changed);
    }

    public Conninfo without(String keyword) {
        Map<String, String> changed = new LinkedHashMap<>(keywords);
        changed.remove(keyword);
        return new Conninfo(changed);
    }

    /// Do both name the same server: the same host and port?
    public boolean reaches(Conninfo other) {
        return host().equals(other.host()) && port() == other.port();
    }

    /// As libpq reads it back.
    public String written() {
        return keywords.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + quoted(entry.getValue()))
                .collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return without("password").written();
    }

    private static String quoted(String value) {
        boolean plain = !value.isEmpty() && value.chars().noneMatch(c -> c == ' ' || c == '\'' || c == '\\');
        return plain ? value : "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static Map<String, String> uri(String rest) {
        Map<String, String> keywords = new LinkedHashMap<>();
        int query = rest.indexOf('?');
        String path = query < 0 ? rest : rest.substring(0, query);
        int at = path.lastIndexOf('@');
        if (at >= 0) {
            String[] who = path.substring(0, at).split(":", 2);
            put(keywords, "user", who[0]);
            put(keywords, "password", who.length > 1 ? who[1] : "");
        }
        String[] place = path.substring(at + 1).split("/", 2);
        hostAndPort(keywords, place[0]);
        put(keywords, "dbname", place.length > 1 ? place[1] : "");
        if (query >= 0) {
            for (String pair : rest.substring(query + 1).split("&", -1)) {
                String[] both = pair.split("=", 2);
                put(keywords, both[0], both.length > 1 ? both[1] : "");
            }
        }
        return keywords;
    }

    private static void hostAndPort(Map<String, String> keywords, String text) {
        int bracket = text.indexOf(']');
        int colon = text.indexOf(':', Math.max(bracket, 0));
        String host = colon < 0 ? text : text.substring(0, colon);
        put(keywords, "host", host.replace("[", "").replace("]", ""));
        put(keywords, "port", colon < 0 ? "" : text.substring(colon + 1));
    }

    private static void put(Map<String, String> keywords, String keyword, String encoded) {
        if (!encoded.isEmpty()) {
            keywords.put(keyword, URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8));
        }
    }

    /// Reads `keyword = value` pairs; a value in single quotes may hold blanks, a backslash escapes.
    private static final class KeywordReader {
        private final String text;
        private int at;

        KeywordReader(String text) {
            this.text = text;
        }

        Map<String, String> read() {
            Map<String, String> keywords = new LinkedHashMap<>();
            skipBlanks();
            while (at < text.length()) {
                int equals = text.indexOf('=', at);
                if (equals < 0) {
                    throw new IllegalArgumentException("keyword=value expected, or a postgresql:// address");
                }
                String keyword = text.substring(at, equals).strip();
                at = equals + 1;
                skipBlanks();
                keywords.put(keyword, value());
                skipBlanks();
            }
            return keywords;
        }

        private String value() {
            boolean quoted = at < text.length() && text.charAt(at) == '\'';
            if (quoted) {
                at++;
            }
            StringBuilder value = new StringBuilder();
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '\\' && at < text.length()) {
                    value.append(text.charAt(at++));
                } else if (quoted ? c == '\'' : Character.isWhitespace(c)) {
                    return value.toString();
                } else {
                    value.append(c);
                }
            }
            if (quoted) {
                throw new IllegalArgumentException("a closing quote is missing");
            }
            return value.toString();
        }

        private void skipBlanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
    }
}
