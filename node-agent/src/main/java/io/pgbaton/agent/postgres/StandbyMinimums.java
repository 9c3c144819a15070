package io.pgbaton.agent.postgres;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// PostgreSQL refuses to start a standby with lower values of these settings than the log it replays was written
/// with. A start that failed is tried once more with the values in the control file.
final class StandbyMinimums {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// The control file's word for each setting.
    private static final Map<String, String> IN_CONTROL_FILE = Map.of(
            "max_connections", "max_connections setting",
            "max_worker_processes", "max_worker_processes setting",
            "max_wal_senders", "max_wal_senders setting",
            "max_prepared_transactions", "max_prepared_xacts setting",
            "max_locks_per_transaction", "max_locks_per_xact setting");

    private final Programs programs;
    private final String directory;

    StandbyMinimums(Programs programs, String directory) {
        this.programs = programs;
        this.directory = directory;
    }

    /// Options for the server's command line, empty when nothing is too low.
    String options() {
        Map<String, Integer> needed = new LinkedHashMap<>();
        List<String> control = programs.run(List.of("pg_controldata", "-D", directory), PATIENCE)
                .output()
                .lines()
                .toList();
        IN_CONTROL_FILE.forEach((setting, words) -> {
            OptionalInt minimum = control.stream()
                    .filter(line -> line.startsWith(words + ":"))
                    .mapToInt(line ->
                            Integer.parseInt(line.substring(words.length() + 1).strip()))
                    .findFirst();
            if (minimum.isPresent() && configured(setting) < minimum.getAsInt()) {
                needed.put(setting, minimum.getAsInt());
            }
        });
        return needed.entrySet().stream()
                .map(entry -> "-c " + entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }

    private int configured(String setting) {
        Programs.Ended ended = programs.run(List.of("postgres", "-D", directory, "-C", setting), PATIENCE);
        try {
            return Integer.parseInt(ended.lastLine());
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE; // unreadable: leave it alone
        }
    }
}
