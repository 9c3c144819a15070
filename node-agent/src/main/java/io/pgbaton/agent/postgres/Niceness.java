package io.pgbaton.agent.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The guard may have started this agent ahead of the server's processes. What the agent runs beside it copies or
/// rewinds a data directory, and goes no faster than the server.
public final class Niceness {

    /// In proc(5)'s list it is the 19th; this many come between it and the program's name.
    private static final int FIELD_AFTER_NAME = 16;

    private Niceness() {}

    /// `command`, run with the niceness of 0 when this process has a lower one.
    public static List<String> usual(List<String> command) {
        return usual(own(), command);
    }

    static List<String> usual(int own, List<String> command) {
        if (own >= 0) {
            return command;
        }
        List<String> usual = new ArrayList<>(List.of("nice", "-n", Integer.toString(-own)));
        usual.addAll(command);
        return usual;
    }

    private static int own() {
        try {
            return in(Files.readString(Path.of("/proc/self/stat")));
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    /// `stat` is the line of `/proc/PID/stat`.
    static int in(String stat) {
        String afterName = stat.substring(stat.lastIndexOf(')') + 2);
        return Integer.parseInt(afterName.split(" ", -1)[FIELD_AFTER_NAME]);
    }
}
