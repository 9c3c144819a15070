package io.pgbaton.simulation.node;

import io.pgbaton.agent.moves.Move;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.simulation.server.SimulatedPostgres;
import io.pgbaton.simulation.time.Program;
import java.util.Optional;
import java.util.function.Consumer;

/// Makes the server a standby of another: by a reload when its log is a part of the other's history, else by
/// rewinding, else by a new base backup (rules F8, R2).
final class Returning {

    private static final long MILLION = 1_000_000L;
    private static final long POLL = 20 * MILLION;
    private static final long START_PATIENCE = 10_000 * MILLION;
    private static final long ATTACH_PATIENCE = 8_000 * MILLION;
    private static final long QUERY_PATIENCE = 2_000 * MILLION;

    private final Surroundings around;
    private final SimulatedAgent agent;
    private final Moving moving;
    private final Program program;
    private final SimulatedPostgres server;
    private final Ancestry ancestry;
    private boolean rebuilding;

    Returning(Surroundings around, SimulatedAgent agent, Moving moving, Program program) {
        this.around = around;
        this.agent = agent;
        this.moving = moving;
        this.program = program;
        this.server = around.host().server();
        this.ancestry = moving.ancestry();
    }

    /// While the data directory is replaced nobody looks into it.
    boolean isRebuilding() {
        return rebuilding;
    }

    void start(Move.Source source, Runnable done, Runnable failed) {
        boolean inDoubt = source instanceof Move.From && ancestry.isInDoubt();
        startAs(inDoubt ? new Move.Nobody() : source, done, failed);
    }

    private void startAs(Move.Source source, Runnable done, Runnable failed) {
        switch (source) {
            case Move.AsConfigured _ -> {}
            case Move.Nobody _ -> server.files().upstream = null;
            case Move.From(NodeId upstream) -> server.files().upstream = upstream;
        }
        program.then(() -> {
            if (!server.start()) {
                failed.run();
                return;
            }
            awaitUp(
                    program.clock().nanos() + START_PATIENCE,
                    () -> {
                        agent.lookNow();
                        agent.beat();
                        done.run();
                    },
                    failed);
        });
    }

    private void awaitUp(long deadline, Runnable up, Runnable failed) {
        if (server.isUp()) {
            up.run();
        } else if (!server.hasProcesses() || program.clock().nanos() > deadline) {
            failed.run();
        } else {
            program.after(POLL, () -> awaitUp(deadline, up, failed));
        }
    }

    void follow(NodeId upstream) {
        comeBack(upstream, agent.urgency(), true);
    }

    void rejoin(NodeId upstream) {
        long urgency = agent.urgency();
        if (server.files().halfRebuilt) {
            source(upstream, urgency, source -> rebuild(upstream, source, urgency));
        } else if (server.isUp()) {
            comeBack(upstream, urgency, false);
        } else {
            start(new Move.Nobody(), () -> comeBack(upstream, urgency, false), moving::failed);
        }
    }

    void copy(NodeId upstream) {
        long urgency = agent.urgency();
        source(upstream, urgency, source -> rebuild(upstream, source, urgency));
    }

    private void comeBack(NodeId upstream, long urgency, boolean trusting) {
        source(upstream, urgency, source -> {
            ancestry.settle();
            Optional<ClusterView.Opened> taken = ancestry.taken(source.files(), trusting);
            taken.ifPresent(own -> around.world().notices().step(around.self().node(), own));
            if (taken.isPresent() || diverges(source)) {
                rewind(upstream, source, urgency);
            } else {
                attach(upstream, urgency);
            }
        });
    }

    /// What the primary's server says of its history, when it can be asked; nobody waits for it when an election opens.
    private void source(NodeId upstream, long urgency, Consumer<SimulatedPostgres> then) {
        ClusterView view = agent.log().view();
        NodeId primary = view.primary().orElse(upstream);
        boolean[] answered = {false};
        String there = around.world().peers().place(primary);
        around.world().network().stream(around.host().place(), there, () -> {
            SimulatedPostgres source = around.world().peers().server(primary);
            if (source != null && source.isUp() && source.program().isRunning()) {
                around.world().network().stream(there, around.host().place(), program.taking(() -> {
                    if (!answered[0]) {
                        answered[0] = true;
                        then.accept(source);
                    }
                }));
            }
        });
        giveWay(urgency, program.clock().nanos() + QUERY_PATIENCE, answered);
    }

    private void giveWay(long urgency, long deadline, boolean[] answered) {
        program.after(POLL, () -> {
            if (answered[0]) {
                return;
            }
            if (agent.urgency() != urgency) {
                answered[0] = true;
                moving.done();
            } else if (program.clock().nanos() > deadline) {
                answered[0] = true;
                moving.failed();
            } else {
                giveWay(urgency, deadline, answered);
            }
        });
    }

    private boolean diverges(SimulatedPostgres source) {
        FreezeAnswer.Position own = Electing.position(server.files());
        return Ancestry.history(source.files())
                .divergence(own.timeline(), own.furthest())
                .isPresent();
    }

    private void rewind(NodeId upstream, SimulatedPostgres source, long urgency) {
        server.stopCleanly();
        program.after(around.world().chance().millis(20, 200), () -> {
            if (server.hasProcesses()) {
                moving.failed();
            } else {
                rebuild(upstream, source, urgency);
            }
        });
    }

    /// `pg_rewind`, or a base backup where it would see nothing to do (R4): while it runs there is no whole data
    /// directory.
    private void rebuild(NodeId upstream, SimulatedPostgres source, long urgency) {
        if (server.hasProcesses()) {
            moving.failed();
            return;
        }
        server.files().halfRebuilt = true;
        ancestry.forget();
        rebuilding = true;
        program.after(around.world().chance().millis(100, 1500), () -> {
            rebuilding = false;
            if (!source.isUp() || !source.program().isRunning()) {
                moving.failed();
                return;
            }
            server.files().become(source.files());
            startAs(new Move.From(upstream), () -> attach(upstream, urgency), moving::failed);
        });
    }

    private void attach(NodeId upstream, long urgency) {
        if (!server.isUp()) {
            moving.failed();
            return;
        }
        server.follow(upstream);
        awaitAttached(urgency, program.clock().nanos() + ATTACH_PATIENCE);
    }

    private void awaitAttached(long urgency, long deadline) {
        if (agent.urgency() != urgency) {
            moving.done();
        } else if (agent.lookNow().streams()) {
            ClusterView view = agent.log().view();
            agent.change(standing -> standing.adopt(view.term(), view.version()), () -> {
                agent.beat();
                moving.done();
            });
        } else if (program.clock().nanos() > deadline) {
            moving.failed();
        } else {
            program.after(POLL, () -> awaitAttached(urgency, deadline));
        }
    }
}
