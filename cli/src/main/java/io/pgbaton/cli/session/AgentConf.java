package io.pgbaton.cli.session;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the command line wants of an agent's configuration: which cluster and which node this host has, and its
/// `settings` as they are written. The agent itself checks the rest.
public record AgentConf(Path file, Optional<ClusterId> cluster, Optional<NodeId> node, Map<String, String> settings) {

    private static final Pattern SETTING =
            Pattern.compile("\\s*([a-z_]+)\\s*=\\s*(?:'((?:[^']|'')*)'|([^'#]*?))\\s*(?:#.*)?");

    public AgentConf {
        settings = Map.copyOf(settings);
    }

    private static final String HIDDEN = "********";
    private static final Pattern IN_PAIRS =
            Pattern.compile("(?i)((?:password|secret)\\s*=\\s*)(?:'(?:[^'\\\\]|\\\\.)*'|[^\\s&]+)");
    private static final Pattern IN_URI = Pattern.compile("(//[^:@/\\s]*:).*@");

    private record Setting(String value, int line) {}

    public static AgentConf read(Path file) {
        return parse(file, linesOf(file));
    }

    private static AgentConf parse(Path file, List<String> lines) {
        Map<String, Setting> settings = new HashMap<>();
        for (int number = 1; number <= lines.size(); number++) {
            Matcher matcher = SETTING.matcher(lines.get(number - 1));
            if (matcher.matches()) {
                String quoted = matcher.group(2);
                String value = quoted == null ? matcher.group(3) : quoted.replace("''", "'");
                settings.put(matcher.group(1), new Setting(value, number));
            }
        }
        return new AgentConf(
                file,
                Optional.ofNullable(settings.get("cluster")).map(setting -> cluster(file, setting)),
                Optional.ofNullable(settings.get("node_id")).map(setting -> node(file, setting)),
                settings.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().value())));
    }

    /// Empty when it is not there, or is left empty.
    public Optional<String> setting(String name) {
        return Optional.ofNullable(settings.get(name)).filter(value -> !value.isEmpty());
    }

    /// `name|value`, as repmgr dumps them, without passwords.
    public List<String> dump() {
        return settings.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(setting -> setting.getKey() + "|" + shown(setting.getKey(), setting.getValue()))
                .toList();
    }

    private static String shown(String name, String value) {
        return name.contains("secret") || name.contains("password")
                ? HIDDEN
                : IN_URI.matcher(IN_PAIRS.matcher(value).replaceAll("$1" + HIDDEN))
                        .replaceAll("$1" + HIDDEN + "@");
    }

    private static ClusterId cluster(Path file, Setting setting) {
        try {
            return new ClusterId(setting.value());
        } catch (IllegalArgumentException e) {
            throw CommandFailed.badConfig(file + ", line " + setting.line() + ": " + e.getMessage());
        }
    }

    private static NodeId node(Path file, Setting setting) {
        try {
            return new NodeId(Integer.parseInt(setting.value()));
        } catch (IllegalArgumentException e) {
            throw CommandFailed.badConfig(file + ", line " + setting.line() + ": node_id \"" + setting.value()
                    + "\" is no node number: it is a whole number of 1 or more");
        }
    }

    private static List<String> linesOf(Path file) {
        try {
            // Names and comments may be in any encoding; what is read here is ASCII.
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            String why = Files.exists(file) ? "cannot be read" : "does not exist";
            throw CommandFailed.badConfig("configuration file " + file + " " + why + ": give another with -f");
        }
    }
}
