package io.pgbaton.notifier.deliver;

import java.time.Duration;

/// How one attempt ended. `reply` is the receiver's own answer, an HTTP status or an SMTP reply, or what went wrong
/// before there was one; a line, without secrets.
public sealed interface Outcome {

    String reply();

    record Delivered(String reply) implements Outcome {}

    /// May work later. `pause` is how long the receiver asked to be left alone; zero: it said nothing.
    record Failed(String reply, Duration pause) implements Outcome {
        public static Failed because(String reply) {
            return new Failed(reply, Duration.ZERO);
        }
    }

    /// Will never work: the same attempt would get the same answer.
    record Refused(String reply) implements Outcome {}

    /// The receiver does not want anything any more (HTTP 410).
    record Gone(String reply) implements Outcome {}

    /// The name of it in metrics and in the log.
    default String label() {
        return switch (this) {
            case Delivered _ -> "delivered";
            case Failed _ -> "failed";
            case Refused _ -> "refused";
            case Gone _ -> "gone";
        };
    }
}
