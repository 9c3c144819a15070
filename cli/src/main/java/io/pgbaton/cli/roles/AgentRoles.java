package io.pgbaton.cli.roles;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.session.AgentConf;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which roles an agent.conf names, and where its server is: `login` of `conninfo`, and `replication`, which is mostly
/// the same.
record AgentRoles(String login, String replication, String database, String port) {

    private static final Pattern PAIR = Pattern.compile("(\\w+)\\s*=\\s*(?:'((?:[^'\\\\]|\\\\.)*)'|(\\S+))");

    static AgentRoles of(AgentConf conf) {
        String conninfo = conf.setting("conninfo")
                .orElseThrow(
                        () -> CommandFailed.badConfig(conf.file() + " has no conninfo: it names the role to make"));
        Map<String, String> words = conninfo.startsWith("postgres") ? ofUri(conf, conninfo) : ofPairs(conninfo);
        String login = Optional.ofNullable(words.get("user"))
                .orElseThrow(() -> CommandFailed.badConfig(
                        conf.file() + ": conninfo names no user, and the role to make is that of conninfo"));
        return new AgentRoles(
                login,
                conf.setting("replication_user").orElse(login),
                words.getOrDefault("dbname", login),
                words.getOrDefault("port", "5432"));
    }

    private static Map<String, String> ofPairs(String conninfo) {
        Map<String, String> words = new HashMap<>();
        Matcher matcher = PAIR.matcher(conninfo);
        while (matcher.find()) {
            String quoted = matcher.group(2);
            words.put(matcher.group(1), quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
        }
        return words;
    }

    private static Map<String, String> ofUri(AgentConf conf, String conninfo) {
        try {
            URI uri = URI.create(conninfo);
            Map<String, String> words = new HashMap<>();
            Optional.ofNullable(uri.getUserInfo()).ifPresent(user -> words.put("user", user.replaceFirst(":.*", "")));
            Optional.ofNullable(uri.getPath())
                    .filter(path -> path.length() > 1)
                    .ifPresent(path -> words.put("dbname", path.substring(1)));
            if (uri.getPort() > 0) {
                words.put("port", Integer.toString(uri.getPort()));
            }
            return words;
        } catch (IllegalArgumentException e) {
            // never shown: the text may hold a password
            throw CommandFailed.badConfig(conf.file() + ": conninfo is no connection string");
        }
    }

    /// By the local socket, as whoever runs this, or as `superuser`.
    String localConninfo(Optional<String> superuser) {
        return "dbname=" + value(database) + " port=" + value(port)
                + superuser.map(user -> " user=" + value(user)).orElse("");
    }

    private static String value(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
