package io.pgbaton.simulation.bus;

import io.pgbaton.simulation.network.Network;
import io.pgbaton.simulation.time.Program;
import io.pgbaton.simulation.time.Scheduler;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// How one program at one place reaches the bus: a request that is carried there and an answer that is carried
/// back, each late or never.
public final class Wire {

    private static final long RETRY = 60_000_000L;

    private final Scheduler scheduler;
    private final Network network;
    private final SimulatedBus bus;
    private final String place;
    private final Program program;

    public Wire(Scheduler scheduler, Network network, SimulatedBus bus, String place, Program program) {
        this.scheduler = scheduler;
        this.network = network;
        this.bus = bus;
        this.place = place;
        this.program = program;
    }

    public SimulatedBus bus() {
        return bus;
    }

    public Program program() {
        return program;
    }

    /// Asks once. `done` gets what the bus answered, if that arrives.
    public <T> void ask(Supplier<T> atTheBus, Consumer<T> done) {
        network.sendOnce(place, SimulatedBus.PLACE, () -> {
            if (bus.isUp()) {
                T answer = atTheBus.get();
                network.sendOnce(SimulatedBus.PLACE, place, program.taking(() -> done.accept(answer)));
            }
        });
    }

    /// An idempotent producer: tries until `patience` is over, takes effect once, and is acknowledged when an
    /// answer comes back within it.
    public <T> void deliver(Supplier<T> atTheBus, long patience, Consumer<T> acknowledged) {
        new Delivery<>(atTheBus, program.clock().nanos() + patience, acknowledged).attempt();
    }

    private final class Delivery<T> {
        private final Supplier<T> effect;
        private final long deadline;
        private final Consumer<T> acknowledged;
        private boolean landed;
        private boolean over;
        private T answer;

        @SuppressWarnings("NullAway.Init") // the answer is read only once it landed
        Delivery(Supplier<T> effect, long deadline, Consumer<T> acknowledged) {
            this.effect = effect;
            this.deadline = deadline;
            this.acknowledged = acknowledged;
        }

        void attempt() {
            if (over || program.clock().nanos() >= deadline) {
                return;
            }
            ask(this::land, this::done);
            program.after(RETRY, this::attempt);
        }

        private T land() {
            if (!landed) {
                landed = true;
                answer = effect.get();
            }
            return answer;
        }

        private void done(T value) {
            if (!over) {
                over = true;
                acknowledged.accept(value);
            }
        }
    }

    /// A fetch that waits at the bus until there is something to read, then brings it.
    <R> void fetch(Topic<R> topic, int position, int most, Consumer<Topic.Batch<R>> arrived) {
        network.sendOnce(place, SimulatedBus.PLACE, () -> answerWhenThereIs(topic, position, most, arrived));
    }

    private <R> void answerWhenThereIs(Topic<R> topic, int position, int most, Consumer<Topic.Batch<R>> arrived) {
        if (!bus.isUp()) {
            return;
        }
        if (topic.end() > position) {
            Topic.Batch<R> batch = topic.from(position, most);
            network.sendOnce(SimulatedBus.PLACE, place, program.taking(() -> arrived.accept(batch)));
        } else {
            topic.awaitMore(() -> scheduler.after(0, () -> answerWhenThereIs(topic, position, most, arrived)));
        }
    }
}
