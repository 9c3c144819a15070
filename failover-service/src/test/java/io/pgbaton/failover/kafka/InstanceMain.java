package io.pgbaton.failover.kafka;

import io.pgbaton.failover.decide.FailoverRules;
import io.pgbaton.failover.run.Meters;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/// One instance in a process of its own, for tests that kill and freeze it. It tells on standard output that it is
/// ready, and what it owns whenever that changes, and ends with its standard input.
final class InstanceMain {

    static final FailoverRules RULES = new FailoverRules(
            Duration.ofSeconds(2),
            0.01,
            new FailoverRules.Timeouts(
                    Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(2)),
            16 << 20,
            // two failovers follow each other, and nobody is there to acknowledge the first
            new FailoverRules.Conduct(Duration.ZERO, false));

    private static final Duration LOOK = Duration.ofMillis(20);

    private InstanceMain() {}

    public static void main(String[] arguments) throws IOException {
        KafkaSettings settings = new KafkaSettings(arguments[0], Integer.parseInt(arguments[1]));
        FailoverThread service = new FailoverThread(
                settings,
                RULES,
                new Silent(),
                new FailoverThread.Origin(
                        InstantSource.system(), UUID.randomUUID().toString()));
        service.start();
        Thread.ofPlatform().daemon().start(() -> tell(service));
        while (System.in.read() >= 0) {
            // the parent has nothing to say; only the end counts
        }
        Runtime.getRuntime().halt(0);
    }

    private static void tell(FailoverThread service) {
        List<Integer> told = List.of(-1);
        boolean ready = false;
        while (true) {
            if (!ready && service.isReady()) {
                ready = true;
                System.out.println("ready");
            }
            List<Integer> now = service.ownership().deciding();
            if (!now.equals(told)) {
                told = now;
                System.out.println("owns" + now);
            }
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private record Silent() implements Meters {
        @Override
        public void decided(Duration latency) {}

        @Override
        public void dropped() {}
    }
}
