package io.pgbaton.simulation.node;

import io.pgbaton.agent.moves.PromotionStep;
import io.pgbaton.contracts.Decision;
import io.pgbaton.simulation.server.SimulatedPostgres;
import io.pgbaton.simulation.server.Wal;
import io.pgbaton.simulation.time.Program;

/// Carries out one promotion, step by step as [PromotionStep] says. Between any two steps the agent may stand
/// still.
final class Promoting {

    private static final long MILLION = 1_000_000L;
    private static final long LOOK = 10 * MILLION;
    private static final long CLAIM_PATIENCE = 6_000 * MILLION;
    private static final long PROMOTE_PATIENCE = 8_000 * MILLION;

    private final Surroundings around;
    private final SimulatedAgent agent;
    private final Moving moving;
    private final Program program;
    private final SimulatedPostgres server;

    Promoting(Surroundings around, SimulatedAgent agent, Moving moving, Program program) {
        this.around = around;
        this.agent = agent;
        this.moving = moving;
        this.program = program;
        this.server = around.host().server();
    }

    void promote(Decision.Promote command) {
        // L6: the connection is older than every step
        if (!server.isUp() || !server.program().isRunning()) {
            moving.failed();
            return;
        }
        new Attempt(command, moving.session(), program.clock().nanos() + CLAIM_PATIENCE).step();
    }

    private final class Attempt {
        private final Decision.Promote command;
        private final int session;
        private long deadline;
        private boolean fetched;
        private PromotionStep.Progress progress = PromotionStep.Progress.NONE;

        Attempt(Decision.Promote command, int session, long deadline) {
            this.command = command;
            this.session = session;
            this.deadline = deadline;
        }

        void step() {
            boolean answers = server.isUp() && server.program().life() == session;
            boolean writable = answers && server.program().isRunning() && !server.inRecovery();
            if (!answers && !progress.called()) {
                moving.failed();
                return;
            }
            progress = progress.seen(writable, !answers || program.clock().nanos() > deadline);
            PromotionStep next = PromotionStep.next(command, look(), progress);
            // and between the look and the act too
            if (!(next instanceof PromotionStep.Await)) {
                around.world().notices().step(around.self().node(), next);
            }
            program.then(() -> make(next));
        }

        private PromotionStep.Look look() {
            return new PromotionStep.Look(
                    agent.log(),
                    agent.standing(),
                    agent.lease().clock(),
                    agent.lease().now());
        }

        private void make(PromotionStep step) {
            switch (step) {
                case PromotionStep.Refuse _, PromotionStep.Fail _ -> moving.failed();
                case PromotionStep.GiveWay _ -> {
                    agent.lease().standBack();
                    moving.done();
                }
                case PromotionStep.FetchTail(Decision.Tail tail) -> fetch(tail);
                case PromotionStep.Accept _ -> accept();
                // sent by a thread of its own as soon as it is due
                case PromotionStep.Claim _, PromotionStep.Await _ -> program.after(LOOK, this::step);
                case PromotionStep.Arm _ -> arm();
                case PromotionStep.Call _ -> call();
                case PromotionStep.Done _ -> done();
                case PromotionStep.Abandon _ ->
                    moving.end(command.term(), () -> {
                        agent.beat();
                        moving.failed();
                    });
            }
        }

        /// F5: the first commit waits already, for whom the view says.
        private void accept() {
            if (!progress.writable()) {
                moving.commits().prepare(agent.log().view());
            }
            if (progress.writable() || moving.commits().isPrepared(agent.log().view())) {
                agent.change(standing -> standing.promise(command.term()), this::lead);
            } else {
                program.after(LOOK, this::step);
            }
        }

        private void lead() {
            agent.lease().lead(agent.log().view());
            step();
        }

        private void arm() {
            boolean goesOn = progress.writable();
            if (!goesOn) {
                moving.ancestry().attempt(command.term());
            }
            // F10: commits may still wait for whom the older version says
            agent.change(
                    standing -> standing.adopt(command.term(), goesOn ? standing.view() : command.basedOn()),
                    () -> agent.lease().writeFile(this::armed));
        }

        private void armed() {
            progress = progress.armedFor(command.term());
            step();
        }

        private void call() {
            around.world().notices().promoting(around.self().node(), command.term(), command.basedOn());
            program.then(() -> {
                server.promote(moving.sessionFor(session));
                progress = progress.withCall();
                deadline = program.clock().nanos() + PROMOTE_PATIENCE;
                step();
            });
        }

        private void done() {
            server.files().signal = true;
            agent.lookNow();
            agent.beat();
            moving.ancestry().settle();
            moving.done();
        }

        /// F5a: the old primary's agent answers from its disk, server or no server.
        private void fetch(Decision.Tail tail) {
            program.after(tail.timeoutMillis() * MILLION, () -> goOn(false));
            String there = around.world().peers().place(tail.from());
            around.world().network().stream(around.host().place(), there, () -> {
                SimulatedAgent old = around.world().peers().agent(tail.from());
                SimulatedPostgres lost = around.world().peers().server(tail.from());
                if (old == null || lost == null || !old.program().isRunning() || lost.files().halfRebuilt) {
                    return;
                }
                Wal log = lost.files().log;
                around.world().network().stream(there, around.host().place(), program.taking(() -> append(log)));
            });
        }

        private void append(Wal log) {
            if (fetched) {
                return;
            }
            boolean whole = false;
            Wal own = server.files().log;
            if (server.inRecovery() && log.contains(own) && log.timeline() == own.timeline()) {
                server.files().log = log;
                around.world().notices().rescued(around.self().node(), command.term(), log);
                whole = true;
            }
            goOn(whole);
        }

        /// The tail has come, or its patience is over.
        private void goOn(boolean whole) {
            if (!fetched) {
                fetched = true;
                progress = progress.withTail(whole);
                step();
            }
        }
    }
}
