package io.pgbaton.agent.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The options a server was started with, as `pg_ctl_options` of agent.conf has to give them again: a port or a
/// `config_file` (as on Debian) may be nowhere else.
final class ServerOptions {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+-]+");

    private ServerOptions() {}

    /// Empty when there are none. `-D` is the agent's own to say.
    static String written(List<String> options) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < options.size(); i++) {
            String option = options.get(i);
            if (option.equals("-D")) {
                i++;
            } else if (!option.startsWith("-D")) {
                words.add(PLAIN.matcher(option).matches() ? option : "'" + option + "'");
            }
        }
        return words.isEmpty() ? "" : "-o \"" + String.join(" ", words) + "\"";
    }
}
