package io.pgbaton.fleet.process;

import io.pgbaton.fleet.FleetException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A program that goes on after this one has ended: it leads a session of its own, so that a Ctrl-C in the terminal
/// does not reach it, and writes to a log.
public record Program(List<String> words, Map<String, String> environment, Path log) {

    public Program {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    public ProcessId start(OsUser user) {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(user.command(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            long pid = builder.start().pid();
            return ProcessId.of(pid).orElseThrow(() -> new FleetException("cannot start " + words.getFirst()));
        } catch (IOException e) {
            throw new FleetException("cannot start " + words.getFirst() + ": " + e.getMessage(), e);
        }
    }
}
