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

/// What the command line wants of an agent's configuration: which cluster and which node this host has, and the
/// `limits` of its checks. The agent itself checks the rest.
public record AgentConf(Path file, Optional<ClusterId> cluster, Optional<NodeId> node, Map<String, String> limits) {

    private static final Pattern SETTING = Pattern.compile(
            "\\s*(cluster|node_id|(?:replication_lag|archive_ready)_(?:warning|critical))\\s*=\\s*(?:'((?:[^']|'')*)'|([^\\s'#]+))\\s*(?:#.*)?");

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
                settings.put(matcher.group(1), new Setting(quoted == null ? matcher.group(3) : quoted, number));
            }
        }
        return new AgentConf(
                file,
                Optional.ofNullable(settings.get("cluster")).map(setting -> cluster(file, setting)),
                Optional.ofNullable(settings.get("node_id")).map(setting -> node(file, setting)),
                settings.entrySet().stream()
                        .filter(entry -> entry.getKey().contains("_ready_")
                                || entry.getKey().contains("_lag_"))
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().value())));
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
