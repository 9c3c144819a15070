package io.pgbaton.fleet.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One process for certain: a process id may be given to another one later, together with its start time (in ticks
/// since boot, from `/proc`) it is not.
public record ProcessId(long pid, long startTicks) {

    /// The process that has this id now.
    public static Optional<ProcessId> of(long pid) {
        return statOf(pid).map(stat -> new ProcessId(pid, stat.startTicks()));
    }

    /// The living process that `file` names, as "pid start".
    public static Optional<ProcessId> in(Path file) {
        try {
            String[] words = Files.readString(file).strip().split(" ", -1);
            return Optional.of(new ProcessId(Long.parseLong(words[0]), Long.parseLong(words[1])))
                    .filter(ProcessId::isAlive);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /// A zombie counts as dead: it holds nothing but its number.
    public boolean isAlive() {
        return statOf(pid)
                .filter(stat -> stat.startTicks() == startTicks && !stat.state().equals("Z"))
                .isPresent();
    }

    /// Every process of the session that this one leads: it and all it has started, but for those that have made a
    /// session of their own.
    public List<Long> session() {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .map(entry -> entry.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .map(Long::valueOf)
                    .filter(member ->
                            statOf(member).filter(stat -> stat.session() == pid).isPresent())
                    .toList();
        } catch (IOException e) {
            return List.of(pid);
        }
    }

    public void send(Signal signal) {
        if (isAlive()) {
            signal.sendTo(pid);
        }
    }

    private record Stat(String state, long session, long startTicks) {}

    private static Optional<Stat> statOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // the second field is the program's name in parentheses, which may hold anything
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Optional.of(new Stat(fields[0], Long.parseLong(fields[3]), Long.parseLong(fields[19])));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
