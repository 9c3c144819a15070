package io.pgbaton.simulation.node;

import io.pgbaton.agent.lease.Standing;
import io.pgbaton.simulation.time.Chance;
import io.pgbaton.simulation.time.Program;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;

/// What the agent has bound itself to. A change is on disk before anybody sees it; changes wait for each other, and
/// the program may die while one is being written.
final class Bindings {

    private final NodeDisk disk;
    private final Program program;
    private final Chance chance;
    private final Deque<Change> waiting = new ArrayDeque<>();
    private Standing standing;
    private boolean writing;

    private record Change(UnaryOperator<Standing> what, Runnable done) {}

    Bindings(NodeDisk disk, Program program, Chance chance) {
        this.disk = disk;
        this.program = program;
        this.chance = chance;
        this.standing = disk.read();
    }

    Standing standing() {
        return standing;
    }

    /// What the guard gave up in this node's name is given up (rule L3).
    void heedGuard() {
        if (disk.fenced.isAbove(standing.fenced())) {
            change(known -> known.fence(disk.fenced), () -> {});
        }
    }

    void change(UnaryOperator<Standing> what, Runnable done) {
        waiting.add(new Change(what, done));
        if (!writing) {
            next();
        }
    }

    private void next() {
        if (waiting.isEmpty()) {
            writing = false;
            return;
        }
        writing = true;
        Change change = waiting.remove();
        Standing changed = change.what().apply(standing());
        if (changed.equals(standing)) {
            change.done().run();
            next();
            return;
        }
        program.after(chance.between(disk.slowness / 2, disk.slowness), () -> {
            if (disk.full) {
                // an agent that cannot bind itself ends, and says why
                program.kill();
                return;
            }
            disk.standing = changed;
            program.then(() -> {
                standing = changed;
                change.done().run();
                next();
            });
        });
    }
}
