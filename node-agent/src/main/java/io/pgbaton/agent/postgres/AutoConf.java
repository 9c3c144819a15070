package io.pgbaton.agent.postgres;

import io.pgbaton.agent.disk.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `postgresql.auto.conf`, changed as text while the server is down; `ALTER SYSTEM` does it while it is up.
public final class AutoConf {

    private final Path file;

    AutoConf(Path file) {
        this.file = file;
    }

    public Optional<String> get(String name) {
        Optional<String> found = Optional.empty();
        for (String line : lines()) {
            if (nameOf(line).equals(name)) {
                found = Optional.of(valueOf(line));
            }
        }
        return found;
    }

    public void set(Map<String, String> settings) throws IOException {
        List<String> kept = new ArrayList<>(lines().stream()
                .filter(line -> !settings.containsKey(nameOf(line)))
                .toList());
        new LinkedHashMap<>(settings).forEach((name, value) -> kept.add(name + " = '" + escaped(value) + "'"));
        Durable.replace(file, String.join("\n", kept) + "\n");
    }

    /// Without a line of its own the setting is what `postgresql.conf` says.
    public void forget(String name) throws IOException {
        List<String> kept =
                lines().stream().filter(line -> !nameOf(line).equals(name)).toList();
        Durable.replace(file, String.join("\n", kept) + "\n");
    }

    static String escaped(String value) {
        return value.replace("'", "''");
    }

    private List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String nameOf(String line) {
        int equals = line.indexOf('=');
        return equals < 0 || line.strip().startsWith("#")
                ? ""
                : line.substring(0, equals).strip().toLowerCase(Locale.ROOT);
    }

    private static String valueOf(String line) {
        String value = line.substring(line.indexOf('=') + 1).strip();
        return value.length() >= 2 && value.startsWith("'") && value.endsWith("'")
                ? value.substring(1, value.length() - 1).replace("''", "'")
                : value;
    }
}
