package io.pgbaton.agent.act;

import io.pgbaton.agent.moves.Move;
import io.pgbaton.agent.observe.Events;
import io.pgbaton.agent.postgres.Postgres;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServiceAction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/// Does to the server what an operator asked for (repmgr's `node service`), and says how it went. Each order is
/// tried once: whoever asked is there to ask again.
final class Serving {

    private static final Duration START = Duration.ofSeconds(60);
    /// Whoever asked looks on for two minutes, and asks again.
    private static final Duration LATE = Duration.ofSeconds(60);

    private final Body body;
    private final Voice voice;
    private boolean startAsked;

    Serving(Body body, Voice voice) {
        this.body = body;
        this.voice = voice;
    }

    Result serve(Move.Serve move) {
        ServiceAction action = move.order().service().action();
        voice.book().served(move.order());
        if (action == ServiceAction.CHECKPOINT) {
            // it takes as long as it takes, and no move waits for it
            Thread.ofVirtual().name("checkpoint").start(() -> tell(action, System.nanoTime(), this::checkpoint));
        } else {
            tell(action, System.nanoTime(), () -> now(action));
        }
        return Result.DONE;
    }

    /// A server that has not been fit for it by now is not restarted when nobody expects it any more.
    void giveUpLate() {
        voice.book().serveOlderThan(LATE).ifPresent(order -> {
            voice.book().served(order);
            tell(
                    order.service().action(),
                    System.nanoTime(),
                    () -> Postgres.Outcome.failed("its server was not fit for it within " + LATE.toSeconds() + " s"));
        });
    }

    private interface Work {
        Postgres.Outcome run() throws SQLException;
    }

    private Postgres.Outcome now(ServiceAction action) throws SQLException {
        return switch (action) {
            case RELOAD -> {
                body.postgres().reload();
                yield Postgres.Outcome.done("its server has read its configuration again");
            }
            case RESTART -> restart();
            case CHECKPOINT -> checkpoint();
            case START, STOP -> Postgres.Outcome.failed("the order is none to be done once");
        };
    }

    private Postgres.Outcome checkpoint() throws SQLException {
        body.postgres().checkpoint(body.patience().shutdown());
        return Postgres.Outcome.done("its server has made a checkpoint");
    }

    /// A standby's only: what is writable is not stopped but by a fence. It comes up as it was set up.
    private Postgres.Outcome restart() {
        if (!body.observer().last().runsAs(Role.STANDBY)) {
            return Postgres.Outcome.failed("its server is no standby any more, and is not restarted");
        }
        Postgres.Outcome stopped = body.postgres().stopCleanly(body.patience().shutdown());
        if (!stopped.done()) {
            return stopped;
        }
        Postgres.Outcome started = body.postgres().start(START);
        return started.done() ? Postgres.Outcome.done("its server was restarted") : started;
    }

    void startAsked() {
        startAsked = true;
    }

    /// Every start that went well; it is told when an operator waits for it.
    void started() {
        if (startAsked) {
            startAsked = false;
            tell(ServiceAction.START, System.nanoTime(), () -> Postgres.Outcome.done("its server runs again"));
        }
    }

    void stopped() {
        tell(
                ServiceAction.STOP,
                System.nanoTime(),
                () -> Postgres.Outcome.done("its server is stopped, and stays so until it is started"));
    }

    private void tell(ServiceAction action, long begin, Work work) {
        Postgres.Outcome outcome;
        try {
            outcome = work.run();
        } catch (SQLException e) {
            outcome = Postgres.Outcome.failed(Body.oneLine(e));
        }
        String name = body.config().node().name();
        String details = outcome.done()
                ? name + ": " + outcome.words()
                : name + ": " + action.word() + " failed: " + outcome.words();
        long millis = (System.nanoTime() - begin) / 1_000_000;
        voice.events()
                .announce(
                        EventKind.NODE_SERVICE,
                        new Events.Said(
                                outcome.done(),
                                details,
                                Map.of("action", action.word(), "took_ms", Long.toString(millis))));
    }
}
