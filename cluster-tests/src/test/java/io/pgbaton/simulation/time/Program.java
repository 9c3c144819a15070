package io.pgbaton.simulation.time;

import java.util.ArrayDeque;
import java.util.Deque;

/// A process: it dies with all it had begun; stopped (SIGSTOP) it does nothing and does not know, and what fell due
/// meanwhile happens when it goes on. So it can stand still between any two of its steps.
public final class Program {

    private static final long SLICE = 200_000;

    private final Scheduler scheduler;
    private final HostClock clock;
    private final Chance chance;
    private final Deque<Runnable> held = new ArrayDeque<>();
    private int life;
    private boolean alive;
    private boolean stopped;
    private boolean hostStands;

    public Program(Scheduler scheduler, HostClock clock, Chance chance) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.chance = chance;
    }

    public HostClock clock() {
        return clock;
    }

    public boolean isAlive() {
        return alive;
    }

    public boolean isStopped() {
        return stopped || hostStands;
    }

    public boolean isRunning() {
        return alive && !isStopped();
    }

    /// Tells one run of this program from the next.
    public int life() {
        return life;
    }

    public void start() {
        life++;
        alive = true;
    }

    public void kill() {
        life++;
        alive = false;
        stopped = false;
        held.clear();
    }

    public void stop() {
        stopped = alive;
    }

    public void goOn() {
        stopped = false;
        releaseIfRunning();
    }

    /// Its whole host stands still, or goes on.
    public void hostStands(boolean still) {
        hostStands = still;
        releaseIfRunning();
    }

    private void releaseIfRunning() {
        if (!isStopped()) {
            release();
        }
    }

    private void release() {
        long wait = 0;
        while (!held.isEmpty()) {
            wait += chance.between(0, SLICE);
            later(wait, life, held.removeFirst());
        }
    }

    /// `nanos` by this host's clock.
    public void after(long nanos, Runnable step) {
        later(clock.trueNanos(nanos), life, step);
    }

    /// The next step, as soon as the program gets to it.
    public void then(Runnable step) {
        later(chance.step(), life, step);
    }

    private void later(long trueNanos, int ofLife, Runnable step) {
        scheduler.after(trueNanos, () -> run(ofLife, step));
    }

    private void run(int ofLife, Runnable step) {
        if (!alive || ofLife != life) {
            return;
        }
        if (isStopped()) {
            held.add(step);
        } else {
            step.run();
        }
    }

    /// Something from outside that this run of the program takes, or would have taken: a packet, an answer.
    public Runnable taking(Runnable step) {
        int now = life;
        return () -> run(now, step);
    }
}
