package io.pgbaton.cli.adopt;

import io.pgbaton.contracts.adopt.Survey;
import java.nio.file.Path;

/// A node's agent.conf, as adopt writes it.
record AgentConfText(Place place, Survey survey) {

    static final String MARK = "# Made by pgbaton adopt";

    /// What repmgr.conf does not know. `secret` is the cluster's, empty for none.
    record Place(Path repmgrConf, String cluster, String bus, String httpListen, String secret) {

        /// Only this host reaches the agent.
        boolean isLoopback() {
            return httpListen.startsWith("localhost:")
                    || httpListen.startsWith("127.")
                    || httpListen.startsWith("[::1]");
        }
    }

    String text() {
        return write(place.secret());
    }

    /// The same for a person to read: the secret is not in it.
    String shown() {
        return write(place.secret().isEmpty() ? "" : "…");
    }

    private String write(String secret) {
        StringBuilder text = new StringBuilder();
        text.append(MARK).append(" from ").append(place.repmgrConf()).append("; what it means: conf/agent.conf\n\n");
        setting(text, "cluster", place.cluster(), "");
        setting(text, "bus", place.bus(), "");
        setting(text, "http_listen", place.httpListen(), "");
        if (secret.isEmpty()) {
            text.append("# the same on every node, 16 characters or more\n#cluster_secret=''\n");
        } else {
            setting(text, "cluster_secret", secret, "");
        }
        text.append('\n');
        survey.settings().taken().forEach(one -> setting(text, one.name(), one.value(), note(one)));
        return text.toString();
    }

    private static String note(Survey.Setting setting) {
        return setting.note().equals("repmgr.conf") ? "" : "  # " + setting.note();
    }

    private static void setting(StringBuilder text, String name, String value, String note) {
        text.append(name)
                .append("='")
                .append(value.replace("'", "''"))
                .append('\'')
                .append(note)
                .append('\n');
    }
}
