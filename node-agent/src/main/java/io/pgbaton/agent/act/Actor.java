package io.pgbaton.agent.act;

import io.pgbaton.agent.disk.LineageFile;
import io.pgbaton.agent.disk.StateProblem;
import io.pgbaton.agent.lease.LeaseClock;
import io.pgbaton.agent.lease.Restart;
import io.pgbaton.agent.moves.DecisionLog;
import io.pgbaton.agent.moves.Move;
import io.pgbaton.agent.moves.Reconciler;
import io.pgbaton.agent.moves.Situation;
import io.pgbaton.agent.observe.Events;
import io.pgbaton.agent.observe.Observation;
import io.pgbaton.agent.state.Bell;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Term;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that moves the server: looks at the situation, makes the next move, looks again.
public final class Actor {

    private static final Logger LOG = LoggerFactory.getLogger(Actor.class);
    private static final long LOOK_AGAIN_MILLIS = 250;

    private final Body body;
    private final Voice voice;
    private final Bell bell;
    private final Consumer<StateProblem> cannotGoOn;
    private final ReadySession session;
    private final Ancestry ancestry;
    private final Freezing freezing;
    private final Promotion promotion;
    private final Returning returning;
    private final Fencing fencing;
    private final CommitQuorum commits;
    private final Serving serving;
    private final Settling settling;
    private final CatchUp catchUp;
    private final Attempts attempts = new Attempts();
    private String said = "";

    public Actor(Body body, Voice voice, Fencing fencing, Bell bell, Consumer<StateProblem> cannotGoOn) {
        this.body = body;
        this.voice = voice;
        this.bell = bell;
        this.cannotGoOn = cannotGoOn;
        this.session = new ReadySession(body.postgres(), body.config().timing().hang());
        this.freezing = new Freezing(body, voice, session);
        this.commits = new CommitQuorum(body);
        this.ancestry = new Ancestry(new LineageFile(body.state().path()));
        this.promotion = new Promotion(body, voice, session, commits, ancestry);
        this.returning = new Returning(body, voice, ancestry);
        this.fencing = fencing;
        this.settling = new Settling(body, voice);
        this.serving = new Serving(body, voice);
        this.catchUp = new CatchUp(body);
    }

    /// All its work, from what the lease file said at the start on.
    public Runnable after(Restart restart) {
        return () -> run(restart);
    }

    private void run(Restart restart) {
        try {
            goOnOrFence(restart);
            returning.cleanUp();
            if (body.observer().last().state() == ServerState.NO_DATA) {
                // whose data directory it is has to be known before anything is written into it
                body.observer().look();
            }
            while (!Thread.currentThread().isInterrupted()) {
                bell.await(round());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StateProblem e) {
            cannotGoOn.accept(e);
        }
    }

    /// L7, before any other move.
    private void goOnOrFence(Restart restart) throws InterruptedException {
        switch (restart) {
            case Restart.NoLease _ -> {}
            case Restart.GoesOn(LeaseClock lease) ->
                LOG.info(
                        "the lease of term {} goes on, for {} ms",
                        lease.term(),
                        lease.until() - voice.leases().now());
            case Restart.Fence(Term term, String why) -> {
                Move.Fence fence = new Move.Fence(term, Move.How.AT_ONCE, why);
                say(fence);
                while (fencing.fence(fence) instanceof Result.Failed(String failure)) {
                    LOG.error("{}", failure);
                    bell.await(1_000);
                }
            }
        }
    }

    /// One move; answers how long to wait for the bell before the next look.
    private long round() {
        try {
            // before the look: what is asked from here on, the move gives way to
            Turn turn = new Turn(voice.book());
            serving.giveUpLate();
            catchUp.keep(body.observer().last());
            Move move = Reconciler.next(situation());
            say(move);
            if (!(move instanceof Move.Refuse)) {
                settling.look();
            }
            if (move instanceof Move.Fence || move instanceof Move.Start || move instanceof Move.Rejoin) {
                ancestry.witness(body.observer().last(), body.directory()::timelineLeftBehind);
            }
            if (move instanceof Move.Stay || move instanceof Move.Refuse) {
                session.keep(body.observer().last());
                ancestry.keepUp(voice.book().log(), body.observer().last());
                return LOOK_AGAIN_MILLIS;
            }
            long now = System.nanoTime();
            long wait = attempts.waitMillis(move, voice.book().log().view().version(), now);
            return wait > 0 ? Math.min(wait, LOOK_AGAIN_MILLIS) : after(move, make(move, turn));
        } catch (StateProblem e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("the next move failed in an unexpected way: {}", e.toString(), e);
            return 1_000;
        }
    }

    private Situation situation() {
        voice.leases().heedGuard();
        Observation seen = body.observer().last();
        ClusterView view = voice.book().log().view();
        // a delayed standby that was started again does not stream before its time, nor does one that fetches log from
        // its backup's archive: nothing is wrong with them
        long detached = seen.detachedSince() == null || seen.isDelayed() || catchUp.goesOn(seen)
                ? 0
                : (System.nanoTime() - seen.detachedSince()) / 1_000_000;
        Situation.Upstream upstream =
                new Situation.Upstream(Returning.upstreamOf(seen, view).orElse(null), seen.streams(), detached);
        return new Situation(
                voice.book().log(),
                voice.bound().standing(),
                new Situation.Lease(voice.leases().lease(), voice.leases().now()),
                new Situation.Server(seen.state(), seen.role(), seen.systemId(), upstream),
                new Situation.Past(
                        voice.book().isCaughtUp(),
                        body.state().halfRebuilt(),
                        freezing.answered(),
                        body.config().server().replication().cloneAllowed(),
                        fencing.millisAgo(),
                        seen.state() == ServerState.NO_DATA ? body.state().cloned() : null));
    }

    private Result make(Move move, Turn turn) {
        return switch (move) {
            case Move.Stay _, Move.Refuse _ -> Result.DONE;
            case Move.Fence fence -> fencing.fence(fence);
            case Move.Start start -> returning.start(start.source(), turn);
            case Move.Stop _ -> stop();
            case Move.Serve serve -> serving.serve(serve);
            case Move.Resume _ -> resume();
            case Move.Freeze freeze -> freezing.freeze(freeze);
            case Move.Promote promote -> promotion.promote(promote.command());
            case Move.Adopt adopt -> adopt(adopt);
            case Move.Follow follow -> returning.follow(follow, turn);
            case Move.Rejoin rejoin -> {
                settling.anew();
                yield returning.rejoin(rejoin, turn);
            }
            case Move.Clone clone -> {
                settling.anew();
                yield returning.copy(clone);
            }
        };
    }

    private long after(Move move, Result result) {
        if (body.observer().last().state() != ServerState.HUNG && !(move instanceof Move.Adopt)) {
            body.observer().look();
        }
        return switch (result) {
            case Result.Done _ -> {
                attempts.succeeded();
                if (move instanceof Move.Start) {
                    serving.started();
                }
                yield 0;
            }
            case Result.GaveWay _ -> 0;
            case Result.Again(long millis) -> millis;
            case Result.Failed(String why) -> {
                long wait = attempts.failed(move, System.nanoTime());
                tellFailure(move, why);
                yield Math.min(wait, LOOK_AGAIN_MILLIS);
            }
        };
    }

    /// What has to be done stays so and is tried for ever; people hear of it until that has not helped, and then
    /// once more, for good.
    private void tellFailure(Move move, String why) {
        switch (attempts.told()) {
            case EACH -> LOG.warn("{} failed: {}; it is tried again", name(move), why);
            case FOR_GOOD -> {
                LOG.warn("{} keeps failing: {}; it is tried on, twice a minute in the end", name(move), why);
                eventOf(move).ifPresent(kind -> voice.events().announce(kind, Events.Said.failed(why)));
            }
            case NO_MORE -> LOG.debug("{} failed: {}", name(move), why);
        }
    }

    private static Optional<EventKind> eventOf(Move move) {
        return switch (move) {
            case Move.Follow _ -> Optional.of(EventKind.STANDBY_FOLLOW);
            case Move.Rejoin _ -> Optional.of(EventKind.NODE_REJOIN);
            case Move.Clone _ -> Optional.of(EventKind.STANDBY_CLONE);
            default -> Optional.empty();
        };
    }

    private Result stop() {
        boolean news = !voice.bound().standing().atRest();
        body.postgres().stopCleanly(body.patience().shutdown());
        Result rest = rest(true);
        if (news) {
            serving.stopped();
        }
        return rest;
    }

    private Result resume() {
        serving.startAsked();
        return rest(false);
    }

    private Result rest(boolean stopped) {
        voice.bound().change(standing -> standing.rest(stopped));
        voice.heart().beat();
        return Result.DONE;
    }

    /// M1: the lease first, so that no heartbeat names a view before its followers are asked; nor before commits
    /// wait for its standbys (F5). Until then the older version is named.
    private Result adopt(Move.Adopt adopt) {
        DecisionLog log = voice.book().log();
        if (log.view().version() != adopt.view()) {
            return Result.GAVE_WAY;
        }
        Optional<String> lacking = Optional.empty();
        if (log.iAmPrimary() && log.view().term().equals(adopt.term())) {
            // not on the way of a promotion: only a restart needs it, and may do without
            voice.leases().keep(log.view());
            LeaseClock.Reign reign = LeaseClock.Reign.of(log.view(), log.me());
            voice.leases().change((lease, now) -> lease.holds(now) ? lease.lead(reign, now) : lease);
            lacking = commits.lacking(log.view());
        } else {
            prepareCommits(log.view());
        }
        boolean named = lacking.isEmpty();
        if (named || adopt.term().isAbove(voice.bound().standing().term())) {
            voice.bound().change(standing -> standing.adopt(adopt.term(), named ? adopt.view() : standing.view()));
            voice.heart().beat();
        }
        lacking.ifPresent(why -> LOG.debug("view {} is not gone by yet: {}", adopt.view(), why));
        return named ? Result.DONE : new Result.Again(LOOK_AGAIN_MILLIS);
    }

    /// A standby's setting binds nobody: it is there so that the server has heeded it when it is promoted.
    private void prepareCommits(ClusterView view) {
        try {
            commits.prepare(view);
        } catch (IOException | SQLException e) {
            LOG.warn("synchronous_standby_names cannot be set: {}", Body.oneLine(e));
        }
    }

    private void say(Move move) {
        String what = describe(move);
        if (what.equals(said)) {
            return;
        }
        said = what;
        if (move instanceof Move.Refuse(String why)) {
            LOG.error("refused: {}", why);
            voice.events().announce(EventKind.AGENT_REFUSED, Events.Said.failed(why));
        } else {
            LOG.info("{}", what);
        }
    }

    private static String describe(Move move) {
        return switch (move) {
            case Move.Stay(String why) -> why;
            case Move.Fence fence -> "fence up to term " + fence.term() + ": " + fence.why();
            case Move.Promote promote ->
                "promote under term " + promote.command().term();
            case Move.Freeze freeze -> "freeze for term " + freeze.election().term();
            case Move.Follow follow -> "follow node " + follow.upstream();
            case Move.Rejoin rejoin -> "rejoin node " + rejoin.upstream();
            case Move.Clone clone -> "clone node " + clone.upstream();
            case Move.Serve serve -> serve.order().service().action().word() + " the server, as an operator asked";
            case Move.Adopt adopt -> "adopt term " + adopt.term() + ", view " + adopt.view();
            case Move.Start _, Move.Stop _, Move.Resume _ -> name(move) + " the server";
            case Move.Refuse(String why) -> why;
        };
    }

    private static String name(Move move) {
        return Optional.of(move.getClass().getSimpleName())
                .map(name -> name.toLowerCase(java.util.Locale.ROOT))
                .orElse("");
    }
}
