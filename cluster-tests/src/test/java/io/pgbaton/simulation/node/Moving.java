package io.pgbaton.simulation.node;

import io.pgbaton.agent.lease.Standing;
import io.pgbaton.agent.moves.Move;
import io.pgbaton.agent.moves.Reconciler;
import io.pgbaton.agent.moves.Situation;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Term;
import io.pgbaton.simulation.faults.Mutation;
import io.pgbaton.simulation.server.SimulatedPostgres;
import io.pgbaton.simulation.time.Program;

/// The one thread that moves the server: looks at the situation, makes the next move, looks again. A move is
/// several steps; between any two of them the agent may stand still or die.
final class Moving {

    private static final long MILLION = 1_000_000L;
    private static final long LOOK_AGAIN = 250 * MILLION;
    private static final long FAILED = 500 * MILLION;

    private final Surroundings around;
    private final SimulatedAgent agent;
    private final Program program;
    private final SimulatedPostgres server;
    private final Electing electing;
    private final Promoting promoting;
    private final Returning returning;
    private final CommitWishes commits;
    private final Ancestry ancestry;
    private boolean busy = true;
    private boolean rung;
    private boolean cameBack;
    private boolean lapsing;
    private int rounds;
    private long gaveUp = Long.MIN_VALUE;
    private Term early = Term.NONE;

    Moving(Surroundings around, SimulatedAgent agent, Program program) {
        this.around = around;
        this.agent = agent;
        this.program = program;
        this.server = around.host().server();
        this.electing = new Electing(around, agent, this, program);
        this.ancestry = new Ancestry(around, agent);
        this.promoting = new Promoting(around, agent, this, program);
        this.returning = new Returning(around, agent, this, program);
        this.commits = new CommitWishes(server, around.world().mutations());
    }

    /// L7, before anything else: a lease that still runs goes on, another one is given up with its server.
    void comeBack(Runnable done) {
        Term over = agent.lease().resume(agent.standing());
        if (over.isAbove(Term.NONE)) {
            end(over, () -> {
                cameBack = true;
                done.run();
            });
        } else {
            cameBack = true;
            done.run();
        }
    }

    boolean isRebuilding() {
        return returning.isRebuilding();
    }

    boolean hasComeBack() {
        return cameBack;
    }

    void start() {
        busy = false;
        round();
    }

    void ring() {
        if (busy) {
            rung = true;
        } else {
            busy = true;
            program.then(this::round);
        }
    }

    /// Over, and what came meanwhile is looked at now.
    void done() {
        again(0);
    }

    void failed() {
        again(FAILED);
    }

    void again(long nanos) {
        busy = false;
        agent.lookNow();
        if (rung || nanos == 0) {
            ring();
        } else {
            waitFor(nanos);
        }
    }

    private void waitFor(long nanos) {
        int number = ++rounds;
        program.after(nanos, () -> {
            if (number == rounds && !busy) {
                ring();
            }
        });
    }

    private void round() {
        rounds++;
        agent.heedGuard();
        busy = true;
        rung = false;
        if (agent.isCaughtUp() && !server.files().halfRebuilt && server.hasPostmaster()) {
            server.files().signal = !around.world().mutations().has(Mutation.NO_SIGNAL_AT_REST) || server.inRecovery();
        }
        Move move = Reconciler.next(situation());
        if (move instanceof Move.Stay || move instanceof Move.Refuse) {
            electing.keepSession();
            ancestry.keepUp();
            busy = false;
            if (rung) {
                ring();
            } else {
                waitFor(LOOK_AGAIN);
            }
            return;
        }
        if (move instanceof Move.Fence || move instanceof Move.Start || move instanceof Move.Rejoin) {
            ancestry.witness();
        }
        around.world().notices().step(around.self().node(), move);
        // the agent may stand still between the choice and the act
        program.then(() -> make(move));
    }

    /// The run of the server that a connection opened ahead belongs to.
    int session() {
        return electing.session();
    }

    /// The connection a promotion goes over.
    int sessionFor(int kept) {
        return around.world().mutations().has(Mutation.ANY_CONNECTION) ? electing.session() : kept;
    }

    private Situation situation() {
        Seen seen = agent.seen();
        long since =
                gaveUp == Long.MIN_VALUE ? Long.MAX_VALUE : (program.clock().nanos() - gaveUp) / MILLION;
        return new Situation(
                agent.log(),
                agent.standing(),
                new Situation.Lease(agent.lease().clock(), agent.lease().now()),
                new Situation.Server(
                        seen.state(),
                        seen.role(),
                        server.files().system,
                        new Situation.Upstream(seen.upstream(), seen.streams(), seen.detachedMillis())),
                new Situation.Past(agent.isCaughtUp(), server.files().halfRebuilt, electing.answered(), true, since));
    }

    private void make(Move move) {
        switch (move) {
            case Move.Stay _, Move.Refuse _ -> done();
            case Move.Fence fence -> fence(fence);
            case Move.Start start -> returning.start(start.source(), this::done, this::failed);
            case Move.Stop _ -> {
                server.stopCleanly();
                agent.change(standing -> standing.rest(true), this::spoken);
            }
            // nothing that the rules are about: its server is up all the time
            case Move.Serve serve -> {
                agent.served(serve.order());
                done();
            }
            case Move.Resume _ -> agent.change(standing -> standing.rest(false), this::spoken);
            case Move.Freeze freeze -> electing.freeze(freeze);
            case Move.Promote promote -> promoting.promote(promote.command());
            case Move.Adopt adopt -> adopt(adopt);
            case Move.Follow follow -> returning.follow(follow.upstream());
            case Move.Rejoin rejoin -> returning.rejoin(rejoin.upstream());
            case Move.Clone clone -> returning.copy(clone.upstream());
        }
    }

    private void adopt(Move.Adopt adopt) {
        ClusterView view = agent.log().view();
        boolean leads = agent.log().iAmPrimary() && view.term().equals(adopt.term());
        if (leads) {
            agent.lease().keep(view);
        } else {
            // a standby's setting binds nobody
            commits.prepare(view);
        }
        if (leads && agent.lease().clock().holds(agent.lease().now())) {
            agent.lease().lead(view);
        }
        boolean names = !leads || commits.areMet(view);
        if (names || adopt.term().isAbove(agent.standing().term())) {
            agent.change(
                    standing -> standing.adopt(adopt.term(), names ? adopt.view() : standing.view()), this::spoken);
        } else {
            again(LOOK_AGAIN);
        }
    }

    CommitWishes commits() {
        return commits;
    }

    Ancestry ancestry() {
        return ancestry;
    }

    private void spoken() {
        agent.beat();
        done();
    }

    private void fence(Move.Fence fence) {
        if (around.world().mutations().has(Mutation.RELEASE_EARLY)) {
            early = fence.term();
            agent.beat();
        }
        switch (fence.how()) {
            case CLEAN, FAST -> {
                boolean stopped =
                        server.program().isRunning() && around.world().chance().percent(90);
                long takes = fence.how() == Move.How.CLEAN
                        ? around.world().chance().millis(20, 1_200)
                        : around.world()
                                .chance()
                                .millis(5, around.self().rules().fastAttempt());
                program.after(takes, () -> {
                    if (stopped) {
                        server.stopCleanly();
                    }
                    end(fence.term(), this::spoken);
                });
            }
            case AT_ONCE -> end(fence.term(), this::spoken);
        }
    }

    /// L3, on a thread of its own: a move under way does not hold it up.
    void lapsed(Term term) {
        if (!lapsing) {
            around.world().notices().step(around.self().node(), new Move.Fence(term, Move.How.FAST, "lapsed"));
            lapsing = true;
            long takes = around.world().chance().millis(0, around.self().rules().fastAttempt());
            program.after(
                    takes,
                    () -> end(term, () -> {
                        lapsing = false;
                        agent.beat();
                        agent.ring();
                    }));
        }
    }

    /// No process is left, then none can come back writable, then the mark is on disk, then others hear of it.
    void end(Term term, Runnable done) {
        program.then(() -> {
            server.kill();
            program.then(() -> {
                server.files().signal = !around.world().mutations().has(Mutation.NO_SIGNAL_AT_REST);
                agent.change(standing -> standing.fence(term), () -> {
                    gaveUp = program.clock().nanos();
                    agent.lease().ended();
                    agent.lookNow();
                    done.run();
                });
            });
        });
    }

    Term releasedEarly(Standing standing) {
        return Term.highest(standing.fenced(), early);
    }
}
