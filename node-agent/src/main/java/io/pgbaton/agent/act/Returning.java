package io.pgbaton.agent.act;

import io.pgbaton.agent.config.Conninfo;
import io.pgbaton.agent.moves.Move;
import io.pgbaton.agent.moves.TimelineHistory;
import io.pgbaton.agent.observe.Events;
import io.pgbaton.agent.observe.Observation;
import io.pgbaton.agent.observe.Upstream;
import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.agent.postgres.Postgres;
import io.pgbaton.agent.postgres.Sessions;
import io.pgbaton.agent.postgres.Upstreams;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Term;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Makes this server a standby of another: by a reload when its log is a part of the other's history, else by
/// rewinding, else by a new base backup (rules F8, R2).
final class Returning {

    private static final Duration START = Duration.ofSeconds(60);

    private final Body body;
    private final Voice voice;
    private final Conninfos conninfos;
    private final Upstreams upstreams;
    private final Rebuilding rebuilding;
    private final Discards discards;
    private final Ancestry ancestry;
    private final Histories histories;

    Returning(Body body, Voice voice, Ancestry ancestry) {
        this.body = body;
        this.voice = voice;
        this.conninfos = new Conninfos(body.config());
        this.upstreams =
                new Upstreams(new Sessions(body.config().server().replication().passfile()));
        this.rebuilding = new Rebuilding(body, conninfos, ancestry);
        this.discards = new Discards(body);
        this.ancestry = ancestry;
        this.histories = new Histories(body, voice, conninfos, upstreams, ancestry);
    }

    /// Before the first move of a run.
    void cleanUp() {
        if (rebuilding.cleanUp()) {
            voice.events()
                    .announce(
                            EventKind.STANDBY_CLONE,
                            Events.Said.well("the copy that an earlier run of the agent had taken is in place"));
        }
    }

    /// R4: what cannot be told apart by its number is compared first, when the server is up.
    Result start(Move.Source source, Turn turn) {
        boolean inDoubt = source instanceof Move.From
                && ancestry.isInDoubt(
                        voice.book().log().view(), body.directory().highestTimeline());
        return startAs(inDoubt ? new Move.Nobody() : source, turn);
    }

    private Result startAs(Move.Source source, Turn turn) {
        Result started = startOnce(source);
        if (started instanceof Result.Done || !body.directory().logIsGone()) {
            return started;
        }
        return source instanceof Move.From(NodeId upstream) ? withoutLog(upstream, turn) : started;
    }

    /// R2: what cannot start cannot be rewound either.
    private Result withoutLog(NodeId upstream, Turn turn) {
        boolean allowed = body.config().server().replication().cloneAllowed()
                && voice.book()
                        .log()
                        .orders()
                        .pending(Decision.Rejoin.class)
                        .map(order -> order.how().cloneAllowed())
                        .orElse(true);
        try {
            return byBackup(new Move.Rejoin(upstream, allowed), turn, "the log of the server here is gone", Map.of());
        } catch (SQLException | IOException e) {
            return Result.failed("cannot clone " + name(upstream) + ": " + Body.oneLine(e));
        }
    }

    private Result startOnce(Move.Source source) {
        try {
            body.postgres().configure(conninfos.always());
            switch (source) {
                case Move.AsConfigured _ -> {}
                case Move.Nobody _ -> body.postgres().configure(Conninfos.followingNobody());
                case Move.From(NodeId upstream) -> body.postgres().configure(conninfos.following(conninfo(upstream)));
            }
            Postgres.Outcome started = body.postgres().start(START);
            body.observer().look();
            voice.heart().beat();
            return started.done() ? Result.DONE : Result.failed(started.words());
        } catch (SQLException | IOException e) {
            return Result.failed("start: " + Body.oneLine(e));
        }
    }

    Result follow(Move.Follow move, Turn turn) {
        try {
            Optional<Histories.Plan> plan = histories.plan(new Histories.Wish(move.upstream(), true), turn);
            if (plan.isEmpty()) {
                return Result.GAVE_WAY;
            }
            if (!plan.get().fits()) {
                boolean allowed = body.config().server().replication().cloneAllowed();
                return comeBack(new Move.Rejoin(move.upstream(), allowed), turn);
            }
            Result attached = attach(plan.get(), turn);
            if (attached instanceof Result.Done) {
                announceFollow(move.upstream());
            }
            return attached;
        } catch (SQLException | IOException e) {
            return Result.failed("cannot follow " + name(move.upstream()) + ": " + Body.oneLine(e));
        }
    }

    Result rejoin(Move.Rejoin move, Turn turn) {
        try {
            return comeBack(move, turn);
        } catch (SQLException | IOException e) {
            return Result.failed("cannot rejoin " + name(move.upstream()) + ": " + Body.oneLine(e));
        }
    }

    Result copy(Move.Clone move) {
        try {
            Conninfo source = conninfo(move.upstream());
            Postgres.Outcome copied = rebuilding.backup(source, move.options());
            if (!copied.done()) {
                return Result.failed(copied.words());
            }
            if (move.request() != null) {
                body.state().cloned(move.request());
            }
            voice.events()
                    .announce(
                            EventKind.STANDBY_CLONE,
                            Events.Said.well(copied.words() + " from " + name(move.upstream())));
            return Result.DONE;
        } catch (SQLException | IOException e) {
            return Result.failed("cannot clone " + name(move.upstream()) + ": " + Body.oneLine(e));
        }
    }

    private Result comeBack(Move.Rejoin move, Turn turn) throws SQLException, IOException {
        if (body.state().halfRebuilt()) {
            return byBackup(move, turn, "the data directory was half rebuilt", Map.of());
        }
        Result readable =
                body.observer().last().state() == ServerState.RUNNING ? Result.DONE : start(new Move.Nobody(), turn);
        if (!(readable instanceof Result.Done)) {
            return body.directory().logIsGone()
                    ? byBackup(move, turn, "the log of the server here is gone", Map.of())
                    : readable;
        }
        if (!new OwnEnd(body.observer()).reached(body.patience().rejoin(), turn::isOver)) {
            return turn.isOver()
                    ? Result.GAVE_WAY
                    : Result.failed("recovery has not come to its end within node_rejoin_timeout");
        }
        Optional<Histories.Plan> plan = histories.plan(new Histories.Wish(move.upstream(), false), turn);
        return plan.isEmpty() ? Result.GAVE_WAY : comeBack(move, plan.get(), turn);
    }

    private Result comeBack(Move.Rejoin move, Histories.Plan plan, Turn turn) throws SQLException, IOException {
        if (plan.taken().isPresent()) {
            return replaced(move, turn, plan.taken().get());
        }
        if (plan.divergence().isEmpty()) {
            return back(attach(plan, turn), plan.upstream(), "no rewind was needed", Map.of());
        }
        TimelineHistory.Divergence divergence = plan.divergence().get();
        Postgres.Outcome stopped = body.postgres().stopCleanly(body.patience().shutdown());
        body.observer().look();
        if (!stopped.done()) {
            return Result.failed(stopped.words());
        }
        Map<String, String> discarded = discards.of(divergence);
        Postgres.Outcome rewound = rebuilding.rewind(conninfo(plan.source()));
        return rewound.done()
                ? rewound(plan, divergence, discarded, turn)
                : byBackup(move, turn, rewound.words(), Map.of());
    }

    /// R4: a rewind would see nothing to do.
    private Result replaced(Move.Rejoin move, Turn turn, ClusterView.Opened own) throws SQLException, IOException {
        if (move.cloneAllowed()) {
            Postgres.Outcome stopped =
                    body.postgres().stopCleanly(body.patience().shutdown());
            body.observer().look();
            if (!stopped.done()) {
                return Result.failed(stopped.words());
            }
        }
        String opened = own.term().isAbove(Term.NONE) ? "under term " + own.term() : "by no election";
        String why =
                "timeline " + own.timeline() + " was opened " + opened + " here: " + Reason.TIMELINE_TAKEN.meaning();
        return byBackup(move, turn, why, Map.of("reason", Reason.TIMELINE_TAKEN.name()));
    }

    private Result rewound(
            Histories.Plan plan, TimelineHistory.Divergence divergence, Map<String, String> discarded, Turn turn)
            throws SQLException, IOException {
        Result started = startAs(new Move.From(plan.upstream()), turn);
        Result attached = started instanceof Result.Done ? attach(plan, turn) : started;
        String where = divergence.fork().map(fork -> " from " + fork + " on").orElse("");
        return back(
                attached,
                plan.upstream(),
                "rewound: " + divergence.bytes() + " bytes of timeline " + divergence.timeline() + where
                        + " were discarded" + Discards.words(discarded),
                discarded);
    }

    private Result byBackup(Move.Rejoin move, Turn turn, String why, Map<String, String> reason)
            throws SQLException, IOException {
        if (!move.cloneAllowed()) {
            return Result.failed(why + "; rejoin_by_clone is off: empty "
                    + body.directory().path() + " and run `pgbaton standby clone`");
        }
        Postgres.Outcome copied = rebuilding.backup(conninfo(move.upstream()));
        if (!copied.done()) {
            return Result.failed(copied.words());
        }
        cloneCarriedOut();
        Result started = startAs(new Move.From(move.upstream()), turn);
        Result attached = started instanceof Result.Done
                ? untilAttached(turn, body.patience().rejoin())
                : started;
        Map<String, String> data = new HashMap<>(reason);
        data.put("cloned", "true");
        return back(attached, move.upstream(), "cloned anew: " + why, data);
    }

    /// One that an earlier run of the agent began, and this one took up again.
    private void cloneCarriedOut() throws IOException {
        RequestId request = voice.book()
                .log()
                .orders()
                .pending(Decision.Clone.class)
                .map(Decision.Clone::request)
                .orElse(null);
        if (request != null) {
            body.state().cloned(request);
        }
    }

    private Result back(Result result, NodeId upstream, String how, Map<String, String> data) {
        if (result instanceof Result.Done) {
            voice.events()
                    .announce(
                            EventKind.NODE_REJOIN,
                            Events.Said.well("standby of " + name(upstream) + " again, " + how, data));
        }
        return result;
    }

    private Result attach(Histories.Plan plan, Turn turn) throws SQLException, IOException {
        Conninfo upstream = conninfo(plan.upstream());
        if (body.config().server().replication().slots()
                && turn.ask(() -> upstreams.createSlot(upstream, conninfos.slot()))
                        .isEmpty()) {
            return Result.GAVE_WAY;
        }
        body.postgres().configure(conninfos.following(upstream));
        return untilAttached(turn, body.patience().follow());
    }

    private Result untilAttached(Turn turn, Duration patience) {
        boolean attached =
                Pause.until(() -> turn.isOver() || body.observer().look().streams(), patience, 20);
        if (turn.isOver()) {
            return Result.GAVE_WAY;
        }
        if (!attached) {
            return Result.failed("not attached within " + patience.toSeconds() + " s");
        }
        ClusterView view = voice.book().log().view();
        voice.bound().change(standing -> standing.adopt(view.term(), view.version()));
        voice.heart().beat();
        return Result.DONE;
    }

    private void announceFollow(NodeId upstream) {
        ClusterView view = voice.book().log().view();
        EventKind kind = view.isPrimary(upstream) && view.term().value() > 1
                ? EventKind.FAILOVER_FOLLOW
                : EventKind.STANDBY_FOLLOW;
        voice.events().announce(kind, Events.Said.well("streams from " + name(upstream)));
    }

    private Conninfo conninfo(NodeId node) throws IOException {
        return conninfos.known(voice.book().log().view(), node);
    }

    private String name(NodeId node) {
        return voice.book().log().view().nameOf(node);
    }

    /// Which node the server is set to stream from, by the view.
    static Optional<NodeId> upstreamOf(Observation seen, ClusterView view) {
        return seen.status() == null
                ? Optional.empty()
                : Upstream.nodeOf(seen.status().receiver().primaryConninfo(), view);
    }
}
