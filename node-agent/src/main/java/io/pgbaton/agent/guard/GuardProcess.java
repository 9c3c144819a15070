package io.pgbaton.agent.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A guard as its pid file names it. `startTicks`, since boot, tells it from another process of the same pid.
record GuardProcess(long pid, long startTicks, Path dataDirectory) {

    private static final int STATE = 0;
    private static final int START = 19;

    /// The living guard of `stateDirectory`.
    static Optional<GuardProcess> of(Path stateDirectory) {
        try {
            Map<String, String> values = Files.readAllLines(stateDirectory.resolve("guard.pid")).stream()
                    .map(line -> line.split("=", 2))
                    .filter(pair -> pair.length == 2)
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (_, last) -> last));
            return Optional.of(new GuardProcess(
                            Long.parseLong(values.getOrDefault("pid", "")),
                            Long.parseLong(values.getOrDefault("start", "")),
                            Path.of(values.getOrDefault("data_directory", ""))))
                    .filter(GuardProcess::isAlive);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean isAlive() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // the second field is the program's name in parentheses, which may hold anything
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[START]) == startTicks && !fields[STATE].equals("Z");
        } catch (IOException e) {
            return false;
        }
    }

    /// Has it look now; false when nothing could be sent. URG is ignored by a process that does not expect it, so it
    /// can do no harm.
    boolean wake() {
        try {
            new ProcessBuilder("sh", "-c", "kill -URG " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
