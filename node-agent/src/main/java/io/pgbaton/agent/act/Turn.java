package io.pgbaton.agent.act;

import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.agent.state.LogBook;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// One move's turn: over as soon as the decision log asks something new of this node. A move that depends on others
/// gives way then, since an election does not wait for a server that may be gone (rule F4).
final class Turn {

    private static final long STEP_MILLIS = 5;
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(15);

    private final LogBook book;
    private final long urgency;

    Turn(LogBook book) {
        this.book = book;
        this.urgency = book.urgency();
    }

    boolean isOver() {
        return book.urgency() != urgency;
    }

    /// Asks on a thread of its own. Empty when the turn was over before the answer: a question nobody waits for any
    /// more ends by its own time limits.
    <T> Optional<T> ask(Callable<T> question) throws SQLException, IOException {
        FutureTask<T> asked = new FutureTask<>(question);
        Thread.ofVirtual().name("question").start(asked);
        boolean answered = Pause.until(() -> asked.isDone() || isOver(), LONGEST_ANSWER, STEP_MILLIS);
        if (isOver()) {
            return Optional.empty();
        }
        if (!answered) {
            throw new IOException("no answer within " + LONGEST_ANSWER.toSeconds() + " s");
        }
        return Optional.of(answer(asked));
    }

    private static <T> T answer(FutureTask<T> asked) throws SQLException, IOException {
        try {
            return asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for an answer", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case SQLException problem -> throw problem;
                case IOException problem -> throw problem;
                case RuntimeException problem -> throw problem;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
