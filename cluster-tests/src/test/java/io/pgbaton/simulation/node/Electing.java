package io.pgbaton.simulation.node;

import io.pgbaton.agent.lease.FreezeReply;
import io.pgbaton.agent.lease.Grants;
import io.pgbaton.agent.moves.Move;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.simulation.faults.Mutation;
import io.pgbaton.simulation.server.DataFiles;
import io.pgbaton.simulation.server.SimulatedPostgres;
import io.pgbaton.simulation.time.Program;
import org.jspecify.annotations.Nullable;

/// Answers an election (rules F3, F4) as [FreezeReply] says.
final class Electing {

    private static final long MILLION = 1_000_000L;
    private static final long ASK_AGAIN = 200 * MILLION;

    private final Surroundings around;
    private final SimulatedAgent agent;
    private final Moving moving;
    private final Program program;
    private final SimulatedPostgres server;
    private long answered;
    private int session = -1;

    Electing(Surroundings around, SimulatedAgent agent, Moving moving, Program program) {
        this.around = around;
        this.agent = agent;
        this.moving = moving;
        this.program = program;
        this.server = around.host().server();
    }

    long answered() {
        return answered;
    }

    /// A connection opened ahead; it dies with the server's run it was opened to.
    void keepSession() {
        if (server.isUp() && server.program().isRunning()) {
            session = server.program().life();
        }
    }

    /// The run of the server that the kept connection belongs to.
    int session() {
        if (around.world().mutations().has(Mutation.ANY_CONNECTION)
                || session != server.program().life()) {
            keepSession();
        }
        return session;
    }

    void freeze(Move.Freeze move) {
        if (!server.isUp() || !server.program().isRunning()) {
            moving.again(100 * MILLION);
            return;
        }
        Decision.Freeze election = move.election();
        Grants grants = around.world().mutations().has(Mutation.IGNORE_GRANT)
                ? Grants.NONE
                : agent.lease().grants();
        FreezeReply reply = FreezeReply.to(
                election,
                agent.standing(),
                new FreezeReply.Hearing(grants, agent.lease().clock()),
                receivedMillisAgo(),
                agent.lease().now());
        around.world().notices().step(around.self().node(), reply);
        switch (reply) {
            case FreezeReply.Ignore _ -> {
                answered = move.asked();
                moving.done();
            }
            case FreezeReply.Alive(long heard) -> {
                agent.answer(FreezeAnswer.alive(
                        around.self().cluster(), around.self().node(), election.term(), heard));
                moving.again(ASK_AGAIN);
            }
            case FreezeReply.Promise _ -> {
                agent.lease().promising(true);
                agent.change(standing -> standing.promise(election.term()), () -> {
                    agent.lease().standBack();
                    agent.lease().promising(false);
                    endReceiver(move);
                });
            }
        }
    }

    private @Nullable Long receivedMillisAgo() {
        NodeId from = server.receiver().from();
        boolean fromPrimary = from != null && agent.log().view().isPrimary(from);
        long nanos = server.receiver().heardNanosAgo();
        boolean counts =
                fromPrimary && nanos >= 0 && !around.world().mutations().has(Mutation.IGNORE_GRANT);
        return counts ? Long.valueOf(nanos / MILLION) : null;
    }

    private void endReceiver(Move.Freeze move) {
        if (server.isUp()) {
            server.follow(null);
        }
        program.after(around.world().chance().millis(1, 30), () -> answer(move));
    }

    private void answer(Move.Freeze move) {
        if (!server.isUp() || !server.program().isRunning()) {
            moving.failed();
            return;
        }
        agent.answer(promised(move.election()));
        answered = move.asked();
        agent.beat();
        moving.done();
    }

    private FreezeAnswer promised(Decision.Freeze election) {
        ClusterId cluster = around.self().cluster();
        NodeId node = around.self().node();
        String refusal = around.host().disk().refusal;
        return refusal == null
                ? FreezeAnswer.promised(cluster, node, election.term(), position(server.files()))
                : FreezeAnswer.refused(cluster, node, election.term(), position(server.files()), refusal);
    }

    static FreezeAnswer.Position position(DataFiles files) {
        Lsn end = new Lsn(files.log.end());
        return new FreezeAnswer.Position(new Timeline(files.timeline), end, end);
    }
}
