package io.pgbaton.agent.state;

import io.pgbaton.agent.lease.FreezeReply;
import io.pgbaton.agent.lease.Grants;
import io.pgbaton.agent.lease.HostClock;
import io.pgbaton.agent.lease.LeaseClock;
import io.pgbaton.agent.lease.LeaseRecord;
import io.pgbaton.agent.lease.LeaseRules;
import io.pgbaton.agent.lease.LeaseStore;
import io.pgbaton.agent.lease.Restart;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Term;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The lease and the grants of this node, now. No thread waits for a disk to read them; the lease file is written
/// by whoever calls [#write].
public final class LeaseBook {

    private final LeaseRules rules;
    private final Host host;
    private final Bound bound;
    private final Bell led = new Bell();
    private final Object promising = new Object();
    private final Object writing = new Object();
    private volatile LeaseClock lease;
    private volatile Grants grants;
    private @Nullable LeaseRecord written;
    private volatile @Nullable ClusterView keptView;

    /// What a lease needs of the host: its clock, the files, and which server the guard is to kill.
    public record Host(HostClock clock, LeaseStore store, String dataDirectory) {}

    public LeaseBook(LeaseRules rules, Host host, Bound bound) {
        this.rules = rules;
        this.host = host;
        this.bound = bound;
        this.lease = LeaseClock.none(rules);
        this.grants = Grants.atStart(rules, host.clock().ceiling());
        heedGuard();
    }

    /// L7: goes on with what the lease file says, or answers what has to be given up before anything else.
    public Restart restart() {
        Restart restart = Restart.from(
                host.store().read(), bound.standing(), rules, host.clock().boot(), now());
        if (restart instanceof Restart.GoesOn(LeaseClock goesOn)) {
            Optional<ClusterView> kept = host.store().keptView().filter(view -> isLedBy(view, goesOn));
            keptView = kept.orElse(null);
            change(_ -> kept.map(view -> goesOn.lead(LeaseClock.Reign.of(view, primaryOf(view)), now()))
                    .orElse(goesOn));
        }
        return restart;
    }

    /// M1: none that is older than one this node has named.
    private boolean isLedBy(ClusterView view, LeaseClock lease) {
        return view.term().equals(lease.term())
                && view.version() >= bound.standing().view()
                && view.primary().isPresent();
    }

    private static NodeId primaryOf(ClusterView view) {
        return view.primary().orElseThrow();
    }

    /// To be called before a heartbeat names this version.
    public void keep(ClusterView view) {
        if (!view.equals(keptView)) {
            host.store().keepView(view);
            keptView = view;
        }
    }

    /// The view to go by while the decision log has not been read; empty when none was kept that may be used.
    public Optional<ClusterView> kept() {
        return Optional.ofNullable(keptView);
    }

    public Bound bound() {
        return bound;
    }

    public LeaseRules rules() {
        return rules;
    }

    public LeaseClock lease() {
        return lease;
    }

    public long now() {
        return host.clock().ceiling();
    }

    /// The time for a sending that is about to begin.
    public long sendTime() {
        return host.clock().floor();
    }

    public synchronized LeaseClock change(UnaryOperator<LeaseClock> change) {
        LeaseClock before = lease;
        lease = change.apply(before);
        if (lease.leads() && !lease.term().equals(before.term())) {
            led.ring();
        }
        return lease;
    }

    /// An event of the lease; `now` is looked up when it is its turn.
    public synchronized LeaseClock change(BiFunction<LeaseClock, Long, LeaseClock> event) {
        return change(clock -> event.apply(clock, now()));
    }

    /// Waits for a term to lead under, at most `millis`.
    public void awaitTerm(long millis) throws InterruptedException {
        led.await(millis);
    }

    /// A promotion that gives way before its lease has begun.
    public void standBack() {
        change(clock -> clock.begun() ? clock : clock.ended());
    }

    /// Answers a request for a grant (rule L2). A promise and a grant exclude each other.
    public Grants.Answer grant(Grants.Request request) {
        synchronized (promising) {
            Grants.Answer answer = grants.asked(request, bound.standing(), lease.leads(), rules, now());
            grants = answer.remembered();
            return answer;
        }
    }

    /// Answers a freeze (rules F3, F4); a promise is on disk when this returns.
    public FreezeReply reply(Decision.Freeze freeze, @Nullable Long receivedMillisAgo) {
        synchronized (promising) {
            FreezeReply.Hearing hearing = new FreezeReply.Hearing(grants, lease);
            FreezeReply reply = FreezeReply.to(freeze, bound.standing(), hearing, receivedMillisAgo, now());
            if (reply instanceof FreezeReply.Promise) {
                bound.change(standing -> standing.promise(freeze.term()));
                standBack();
            }
            return reply;
        }
    }

    /// Brings the lease file up to date when a renewal is worth it. Before a promotion is called it must have been
    /// (rule L6).
    public void write() {
        synchronized (writing) {
            LeaseClock now = lease;
            if (!now.begun()) {
                return;
            }
            LeaseRecord next = now.record(host.clock().boot(), host.dataDirectory());
            LeaseRecord before = written;
            if (before == null || before.isStale(next, rules)) {
                host.store().write(next);
                written = next;
            }
        }
    }

    /// The terms up to `given` are given up, on disk: no lease of theirs, and no file of one. A newer lease is not
    /// touched: whoever ends an old one may have taken its time.
    public void end(Term given) {
        change(clock -> clock.term().isAbove(given) ? clock : clock.ended());
        synchronized (writing) {
            if (!lease.begun()) {
                host.store().remove();
                written = null;
            }
        }
    }

    /// What the guard gave up in this node's name is given up (rule L3).
    public void heedGuard() {
        Term given = host.store().fencedByGuard();
        if (given.isAbove(bound.standing().fenced())) {
            bound.change(standing -> standing.fence(given));
        }
    }
}
