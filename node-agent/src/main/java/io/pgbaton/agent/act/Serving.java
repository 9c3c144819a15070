package io.pgbaton.agent.act;

import io.pgbaton.agent.moves.Move;
import io.pgbaton.agent.observe.Events;
import io.pgbaton.agent.postgres.Postgres;
import io.pgbaton.contracts.Decision;
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

    private final Body body;
    private final Voice voice;
    private boolean startAsked;

    Serving(Body body, Voice voice) {
        this.body = body;
        this.voice = voice;
    }

    Result serve(Move.Serve move) {
        Decision.Serve order = move.order();
        voice.book().served(order);
        long begin = System.nanoTime();
        try {
            Postgres.Outcome outcome = switch (order.service().action()) {
                case RELOAD -> {
                    body.postgres().reload();
                    yield Postgres.Outcome.done("its server has read its configuration again");
                }
                case CHECKPOINT -> {
                    body.postgres().checkpoint(body.patience().shutdown());
                    yield Postgres.Outcome.done("its server has made a checkpoint");
                }
                case RESTART -> restart();
                case START, STOP -> Postgres.Outcome.failed("the order is none to be done once");
            };
            tell(order.service().action(), outcome, begin);
        } catch (SQLException e) {
            tell(order.service().action(), Postgres.Outcome.failed(Body.oneLine(e)), begin);
        }
        return Result.DONE;
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
            tell(ServiceAction.START, Postgres.Outcome.done("its server runs again"), System.nanoTime());
        }
    }

    void stopped() {
        tell(
                ServiceAction.STOP,
                Postgres.Outcome.done("its server is stopped, and stays so until it is started"),
                System.nanoTime());
    }

    private void tell(ServiceAction action, Postgres.Outcome outcome, long begin) {
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
