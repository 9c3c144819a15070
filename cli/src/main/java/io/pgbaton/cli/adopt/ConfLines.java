package io.pgbaton.cli.adopt;

import io.pgbaton.cli.outcome.CommandFailed;
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

/// The lines of a configuration file, as far as adopt has to know them itself. The agent reads it in full.
record ConfLines(Path file, List<String> lines) {

    private static final Pattern SETTING =
            Pattern.compile("\\s*(\\w+)\\s*=?\\s*(?:'((?:[^']|'')*)'|([^\\s'#]+))\\s*(?:#.*)?");

    static ConfLines read(Path file) {
        try {
            // names and comments may be in any encoding; what is read here is ASCII
            return new ConfLines(file, Files.readAllLines(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            String why = Files.exists(file) ? "cannot be read" : "does not exist";
            throw CommandFailed.badConfig("configuration file " + file + " " + why + ": give another with -f");
        }
    }

    static ConfLines readIfThere(Path file) {
        return Files.isReadable(file) ? read(file) : new ConfLines(file, List.of());
    }

    Optional<String> get(String name) {
        Map<String, String> settings = new HashMap<>();
        for (String line : lines) {
            Matcher matcher = SETTING.matcher(line);
            if (matcher.matches()) {
                String quoted = matcher.group(2);
                settings.put(matcher.group(1), quoted == null ? matcher.group(3) : quoted.replace("''", "'"));
            }
        }
        return Optional.ofNullable(settings.get(name)).filter(value -> !value.isEmpty());
    }

    boolean isAdopted() {
        return !lines.isEmpty() && lines.getFirst().startsWith(AgentConfText.MARK);
    }
}
