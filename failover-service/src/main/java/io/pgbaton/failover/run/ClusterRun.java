package io.pgbaton.failover.run;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Marker;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Report;
import io.pgbaton.failover.decide.ClusterState;
import io.pgbaton.failover.decide.FailoverEvent;
import io.pgbaton.failover.decide.Memory;
import io.pgbaton.failover.decide.Verdict;
import io.pgbaton.failover.evidence.ClusterEvidence;
import io.pgbaton.failover.evidence.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One cluster's state, and whether it waits for its last decision to be read back. While it does it takes no other
/// one, so that every decision rests on a view the log has confirmed (rule F6).
final class ClusterRun {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterRun.class);
    private static final Duration SAY_AGAIN = Duration.ofSeconds(10);
    private static final Duration WRITE_AGAIN = Duration.ofDays(1);

    private final int partition;
    private volatile ClusterState state;
    private @Nullable Verdict awaited;
    private @Nullable Moment news;
    private @Nullable Moment complained;
    private Decision.@Nullable ViewChanged lastView;
    private Instant lastWritten = Instant.EPOCH;
    private boolean viewWanted;

    ClusterRun(int partition, ClusterState state) {
        this.partition = partition;
        this.state = state;
    }

    int partition() {
        return partition;
    }

    ClusterId cluster() {
        return state.view().cluster();
    }

    ClusterState state() {
        return state;
    }

    void read(FailoverEvent event, Moment now) {
        boolean isNews = !(event instanceof FailoverEvent.ReportRead(Report report)) || isNews(report);
        state = state.after(event, now);
        if (isNews && news == null) {
            news = now;
        }
    }

    /// A heartbeat that says what the last one said can wait for the next tick.
    private boolean isNews(Report report) {
        if (!(report instanceof Heartbeat heartbeat) || !(state.view().phase() instanceof Phase.Steady)) {
            return true;
        }
        Optional<Heartbeat> before = state.evidence().of(heartbeat.node()).heartbeat();
        return before.filter(last -> saysTheSame(last, heartbeat)).isEmpty();
    }

    private static boolean saysTheSame(Heartbeat last, Heartbeat next) {
        return last.standing().equals(next.standing())
                && last.beat().boot().equals(next.beat().boot())
                && last.server().state() == next.server().state()
                && last.server().role() == next.server().role();
    }

    /// Whether something new was read, or the primary has been silent for `silence`.
    boolean isDue(Duration silence, Moment now) {
        return awaited == null && (news != null || isPrimarySilent(silence, now));
    }

    private boolean isPrimarySilent(Duration silence, Moment now) {
        NodeId primary = state.view().reign().primary();
        return primary != null && state.evidence().silence(primary, now).compareTo(silence) >= 0;
    }

    boolean isAwaiting() {
        return awaited != null;
    }

    boolean isSteady() {
        return state.view().phase() instanceof Phase.Steady;
    }

    /// When what led to the present decision was read.
    Moment newsSince(Moment now) {
        return news != null ? news : now;
    }

    void decided() {
        news = null;
    }

    /// No decision can be made of this cluster's records.
    void failed(RuntimeException why, Moment now) {
        news = null;
        if (complained == null || now.since(complained).compareTo(SAY_AGAIN) >= 0) {
            complained = now;
            LOG.error("cannot decide for cluster {} under view {}: {}", cluster(), state.view(), why.toString());
        }
    }

    void await(Verdict verdict) {
        awaited = verdict;
    }

    /// What is noted takes effect after the read-back, since a new phase clears what the old one noted.
    void stored() {
        if (awaited != null) {
            state = state.stored(awaited.notes());
            awaited = null;
        }
    }

    /// The log has been read to its end: what of the verdict is in it has been read, the rest is decided anew.
    void given(Moment now) {
        awaited = null;
        news = now;
    }

    /// Another instance decides for this cluster now: what is under way is dropped, and what was heard grows old.
    void givenUp(Moment now) {
        awaited = null;
        news = null;
        Memory asked = new Memory(now, Map.of(), Map.of(), state.memory().petitions(), null);
        state = new ClusterState(state.view(), state.tenure(), ClusterEvidence.none(now), asked);
    }

    /// This instance decides from here on: every lease counts as renewed (rule O1), and requests wait from now on.
    void takenOver(Moment now) {
        ClusterState renewed = state.after(new FailoverEvent.CaughtUp(), now);
        Memory memory = renewed.memory();
        List<Memory.Petition> waiting = memory.petitions().stream()
                .map(petition -> new Memory.Petition(petition.request(), now))
                .toList();
        state = new ClusterState(
                renewed.view(),
                renewed.tenure(),
                renewed.evidence(),
                new Memory(memory.phaseSince(), memory.marks(), memory.facts(), waiting, memory.explained()));
        news = now;
    }

    /// Takes a view from the log, and answers whether it is the one in force now. `at` is when the bus took it.
    boolean read(Decision.ViewChanged change, Instant at, Moment now) {
        read(new FailoverEvent.DecisionRead(change), now);
        boolean inForce = change.view().equals(state.view());
        if (inForce) {
            lastView = change;
            lastWritten = at;
        }
        viewWanted = !inForce;
        return inForce;
    }

    /// The view in force as it stands in the log, when it is to be written again: once a day, so that it never
    /// expires (rule O5), and after a loser's, which a compacted copy would keep (rule O4). Who has a view
    /// ignores it.
    Optional<Decision.ViewChanged> viewAgain(Instant now) {
        boolean old = Duration.between(lastWritten, now).compareTo(WRITE_AGAIN) >= 0;
        return Optional.ofNullable(lastView).filter(_ -> awaited == null && (viewWanted || old));
    }

    void noted(Verdict verdict) {
        state = state.stored(verdict.notes());
    }

    void barrierSent(NodeId silent, Marker marker, Moment now) {
        state = state.barrierSent(silent, marker, now);
    }
}
