package io.pgbaton.agent.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgbaton.agent.moves.DecisionLog;
import io.pgbaton.agent.state.LogBook;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Term;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class TurnTest {

    private final LogBook book = new LogBook(DecisionLog.unread(new ClusterId("orders"), new NodeId(2)));

    @Test
    void aMoveGivesWayWhileItWaitsForAServerThatDoesNotAnswer() throws ExecutionException, InterruptedException {
        Turn turn = new Turn(book);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        CompletableFuture<Optional<String>> waiting = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                waiting.complete(turn.ask(() -> {
                    asked.countDown();
                    never.await();
                    return "too late";
                }));
            } catch (SQLException | IOException | RuntimeException e) {
                waiting.completeExceptionally(e);
            }
        });
        asked.await();
        assertThat(waiting).isNotDone();

        openAnElection();

        assertThat(waiting.get()).isEmpty();
        assertThat(turn.isOver()).isTrue();
        never.countDown();
    }

    @Test
    void anAnswerInTimeIsGiven() throws SQLException, IOException {
        assertThat(new Turn(book).ask(() -> "77")).contains("77");
    }

    @Test
    void aRefusalKeepsItsWords() {
        assertThatThrownBy(() -> new Turn(book).ask(() -> {
                    throw new SQLException("Connection refused");
                }))
                .isInstanceOf(SQLException.class)
                .hasMessage("Connection refused");
    }

    private void openAnElection() {
        ClusterView view = new ClusterView(
                new ClusterId("orders"),
                1,
                new ClusterView.Reign(new Term(5), new NodeId(1), null, null),
                new Phase.Freezing(new Term(6), Reason.PRIMARY_RELEASED, true, null),
                List.of());
        book.read(new Decision.ViewChanged(view, 0, Reason.PRIMARY_RELEASED, ""));
    }
}
