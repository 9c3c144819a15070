package io.pgbaton.agent.guard;

import java.util.List;
import java.util.Map;

/// One start of the server that the guard is asked for. `id` is never used twice; the guard does not run it once
/// `deadline` (milliseconds of CLOCK_BOOTTIME) has passed, or in another boot.
record StartRequest(long id, String boot, long deadline, Map<String, String> environment, List<String> command) {

    StartRequest {
        environment = Map.copyOf(environment);
        command = List.copyOf(command);
    }

    /// As the guard reads it. A word with a line break in it would be two.
    String written() {
        StringBuilder text = new StringBuilder();
        line(text, "id", Long.toString(id));
        line(text, "boot", boot);
        line(text, "deadline", Long.toString(deadline));
        environment.forEach((name, value) -> line(text, "env", name + "=" + value));
        command.forEach(word -> line(text, "arg", word));
        return text.append("end\n").toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        if (value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a line break in \"" + value + "\": the guard cannot be asked for it");
        }
        text.append(name).append('=').append(value).append('\n');
    }
}
