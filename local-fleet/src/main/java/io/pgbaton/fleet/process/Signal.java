package io.pgbaton.fleet.process;

import java.time.Duration;
import java.util.List;

/// What a process can be sent.
public enum Signal {
    TERM,
    HUP,
    INT,
    KILL,
    STOP,
    CONT;

    /// To one process; nothing happens when it is gone already.
    public void sendTo(long pid) {
        // the shell's own kill: no package is needed for it
        Command.tryToRun(Duration.ofSeconds(10), List.of("sh", "-c", "kill -" + name() + " " + pid));
    }

    /// To all of them in one go, so that as little as possible happens in between.
    public void sendTo(List<Long> pids) {
        if (!pids.isEmpty()) {
            String all = String.join(" ", pids.stream().map(String::valueOf).toList());
            Command.tryToRun(Duration.ofSeconds(10), List.of("sh", "-c", "kill -" + name() + " " + all));
        }
    }
}
