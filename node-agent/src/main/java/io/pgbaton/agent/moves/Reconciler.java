package io.pgbaton.agent.moves;

import io.pgbaton.agent.lease.LeaseClock;
import io.pgbaton.agent.lease.Standing;
import io.pgbaton.contracts.CloneOptions;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.SystemId;
import java.util.Objects;
import java.util.Optional;

/// Chooses the next move from the situation alone, so that an agent that restarts, or has lost a command, arrives
/// at the same place as one that has seen everything. Same situation, same move.
public final class Reconciler {

    /// A standby that should stream and does not is looked into after this long.
    private static final long DETACHED_TOO_LONG_MILLIS = 5_000;

    /// A server that gave its term up starts again only then, unless all is settled earlier: recovery would compete
    /// with the promotion next door, and with the reading of its own log's end (rule F5a).
    private static final long OTHERS_FIRST_MILLIS = 1_000;

    private final Situation now;
    private final DecisionLog log;
    private final ClusterView view;
    private final Standing standing;
    private final Fences fences;

    private Reconciler(Situation now) {
        this.now = now;
        this.log = now.log();
        this.view = log.view();
        this.standing = now.standing();
        this.fences = new Fences(now);
    }

    public static Move next(Situation now) {
        return new Reconciler(now).next();
    }

    private Move next() {
        // before anything else, whatever is known of the log: the lease says so, not others
        Optional<Move> lapsed = fences.lapsed();
        if (lapsed.isPresent()) {
            return lapsed.get();
        }
        if (!now.past().caughtUp()) {
            return new Move.Stay("the decision log is not read to its end yet");
        }
        SystemId own = now.server().systemId();
        SystemId ofCluster = view.reign().systemId();
        if (own != null && ofCluster != null && !own.equals(ofCluster)) {
            return new Move.Refuse("the data directory belongs to database system " + own + ", cluster "
                    + view.cluster() + " is " + ofCluster + ": nothing is touched; clone the node into an empty"
                    + " data directory");
        }
        return switch (now.server().state()) {
            case NO_DATA -> withoutData();
            case REBUILDING -> new Move.Stay("the data directory is being rebuilt");
            case STOPPED, CRASHED -> whileDown();
            case STARTING, STOPPING -> new Move.Stay("the server is neither up nor down yet");
            case HUNG -> whileHung();
            case RUNNING -> now.server().is(Role.PRIMARY) ? whileWritable() : whileStandby();
        };
    }

    private Move withoutData() {
        return log.orders()
                .pending(Decision.Clone.class)
                .filter(clone -> clone.request() == null
                        || !clone.request().equals(now.past().cloned()))
                .<Move>map(clone -> new Move.Clone(
                        clone.upstream(),
                        Objects.requireNonNullElse(clone.options(), CloneOptions.NONE),
                        clone.request()))
                .or(this::unfinishedClone)
                .orElse(new Move.Stay("there is no data directory; `pgbaton standby clone` fills it"));
    }

    /// Allowed in any case: it was asked for, and there is nothing left that it could replace.
    private Optional<Move> unfinishedClone() {
        return now.past().halfRebuilt()
                ? log.otherPrimary().map(primary -> new Move.Rejoin(primary, true))
                : Optional.empty();
    }

    private Move whileDown() {
        Optional<Move> fence = fences.whileDown();
        if (fence.isPresent()) {
            return fence.get();
        }
        Optional<Move> rest = rest();
        if (rest.isPresent()) {
            return rest.get();
        }
        Optional<NodeId> upstream = mayFollow() ? log.upstream() : Optional.empty();
        if (upstream.isPresent() && (now.past().halfRebuilt() || standing.gaveUpBefore(view.term()))) {
            return new Move.Rejoin(upstream.get(), cloneAllowed());
        }
        if (now.past().halfRebuilt()) {
            return new Move.Stay("the data directory is half rebuilt and waits for a primary to come back from");
        }
        if (othersElectFirst()) {
            return new Move.Stay("the term is given up: the others elect first");
        }
        return new Move.Start(upstream.<Move.Source>map(Move.From::new).orElseGet(this::sourceWithoutUpstream));
    }

    /// The election waits for the electable only; this node is its last resort (rule F5), and the only one when
    /// nobody else can be chosen.
    private boolean othersElectFirst() {
        boolean chosen = log.orders()
                .pending(Decision.Promote.class)
                .filter(command -> standing.mayPromote(command.term()))
                .isPresent();
        return !chosen
                && !mayFollow()
                && !handsOver()
                && now.past().gaveUpMillisAgo() < OTHERS_FIRST_MILLIS
                && canAnotherBeChosen();
    }

    /// The way back of a switchover: when its standby cannot take over, this node is up and can be chosen at once.
    private boolean handsOver() {
        return view.phase() instanceof Phase.Freezing freezing && freezing.switchover() != null;
    }

    private boolean canAnotherBeChosen() {
        return view.members().stream()
                .filter(member -> !member.node().equals(log.me()) && member.electable())
                .map(ClusterView.Member::profile)
                .filter(profile -> profile.kind() == NodeProfile.Kind.SERVER)
                .anyMatch(profile ->
                        profile.election().automatic() && profile.election().priority() > 0);
    }

    /// Before pgbaton knows a primary, a standby may go on as it was set up; later nobody is followed unasked.
    private Move.Source sourceWithoutUpstream() {
        return view.primary().isEmpty() ? new Move.AsConfigured() : new Move.Nobody();
    }

    private Move whileHung() {
        if (!now.server().is(Role.PRIMARY)) {
            return new Move.Stay("the standby's server hangs");
        }
        if (log.otherPrimary().isPresent()) {
            return fences.forOther();
        }
        // F1, L4: hung alone releases nothing; killed and fenced does
        return log.iAmPrimary() && standing.mayWrite(view.term())
                ? new Move.Fence(view.term(), Move.How.AT_ONCE, "the server hangs and was killed")
                : new Move.Stay("the server hangs");
    }

    private Move whileWritable() {
        Optional<Move> asked = fences.asked();
        if (asked.isPresent()) {
            return asked.get();
        }
        if (view.primary().isEmpty()) {
            return new Move.Stay("the server is writable and its cluster has no registered primary");
        }
        if (!log.iAmPrimary()) {
            return fences.forOther();
        }
        if (!standing.mayWrite(view.term())) {
            return new Move.Fence(
                    view.term(), Move.How.AT_ONCE, "the server became writable under a term that was given up");
        }
        Optional<Move> overtaken = fences.firstOvertaken();
        if (overtaken.isPresent()) {
            return overtaken.get();
        }
        Optional<Decision.Promote> promote = log.orders().pending(Decision.Promote.class);
        if (promote.isPresent() && view.term().isAbove(standing.term())) {
            return new Move.Promote(promote.get());
        }
        return adopted().or(this::serving).orElse(new Move.Stay("primary under term " + view.term()));
    }

    private Move whileStandby() {
        Optional<Move> first = fences.whileStandby().or(this::rest);
        if (first.isPresent()) {
            return first.get();
        }
        Optional<Decision.Freeze> election = log.orders().openElection();
        if (election.isPresent()) {
            return whileElecting(election.get());
        }
        Optional<Decision.Promote> promote = log.orders().pending(Decision.Promote.class);
        if (log.iAmPrimary()) {
            return promote.filter(command -> standing.mayPromote(command.term()))
                    .<Move>map(Move.Promote::new)
                    .orElse(new Move.Stay("fenced under term " + view.term() + ", waiting to be chosen or followed"));
        }
        return mayFollow() ? following() : new Move.Stay("no primary to follow: the view is " + phaseName());
    }

    /// Each freeze read is answered: one that is repeated says that the answer may be lost.
    private Move whileElecting(Decision.Freeze election) {
        long asked = log.orders().asked();
        return standing.mayPromise(election.term()) && now.past().answered() < asked
                ? new Move.Freeze(election, asked)
                : new Move.Stay("frozen: the election of term " + election.term() + " is open");
    }

    private Move following() {
        Optional<NodeId> upstream = log.upstream();
        if (upstream.isEmpty()) {
            return new Move.Stay("nobody to follow");
        }
        Situation.Upstream current = now.server().upstream();
        if (standing.gaveUpBefore(view.term())) {
            return new Move.Rejoin(upstream.get(), cloneAllowed());
        }
        if (!upstream.get().equals(current.node())) {
            return new Move.Follow(upstream.get());
        }
        if (current.attached()) {
            return adopted().or(this::serving).orElse(new Move.Stay("following " + view.nameOf(upstream.get())));
        }
        // a node that has adopted the view of the order has streamed since: it came back, and lost its upstream anew
        boolean asked = log.orders()
                .pending(Decision.Rejoin.class)
                .filter(rejoin -> rejoin.basedOn() > standing.view())
                .isPresent();
        return asked || current.detachedMillis() > DETACHED_TOO_LONG_MILLIS
                ? new Move.Rejoin(upstream.get(), cloneAllowed())
                : new Move.Stay("waiting to attach to " + view.nameOf(upstream.get()));
    }

    private Optional<Move> adopted() {
        LeaseClock lease = now.lease().clock();
        // a lease that went on over a restart (L7) does not know its view yet
        boolean leadsOlder = lease.leads() && view.version() > lease.reign().view();
        boolean behind = view.term().isAbove(standing.term()) || view.version() > standing.view() || leadsOlder;
        return behind ? Optional.of(new Move.Adopt(view.term(), view.version())) : Optional.empty();
    }

    private Optional<Move> serving() {
        return Optional.ofNullable(log.orders().serve()).map(Move.Serve::new);
    }

    private Optional<Move> rest() {
        return switch (log.orders().rest()) {
            case UNSAID -> standing.atRest() ? resting() : Optional.empty();
            case STOPPED -> resting();
            case RUNNING -> standing.atRest() ? Optional.of(new Move.Resume()) : Optional.empty();
        };
    }

    private Optional<Move> resting() {
        boolean done = standing.atRest() && now.server().state() != ServerState.RUNNING;
        return Optional.of(done ? new Move.Stay("stopped by an operator") : new Move.Stop());
    }

    private boolean mayFollow() {
        return log.otherPrimary().isPresent()
                && switch (view.phase()) {
                    case Phase.Steady _, Phase.Stopping _, Phase.Halted _ -> true;
                    case Phase.Unregistered _, Phase.Freezing _, Phase.Promoting _ -> false;
                };
    }

    private boolean cloneAllowed() {
        return now.past().cloneAllowed()
                && log.orders()
                        .pending(Decision.Rejoin.class)
                        .map(rejoin -> rejoin.how().cloneAllowed())
                        .orElse(true);
    }

    private String phaseName() {
        return view.phase().getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }
}
