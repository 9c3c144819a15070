package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What binds the decisions about one cluster beyond its phase. It stands in the view, so that it outlives every
/// restart and is the same for every reader of the decision log.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ClusterPolicy(
        @Nullable Pause pause,
        @Nullable Synchronous synchronous,
        @Nullable LastFailover lastFailover,
        @Nullable StandingOrders orders) {

    public static final ClusterPolicy NONE = new ClusterPolicy(null, null, null, null);

    @JsonCreator
    public ClusterPolicy {
        orders = StandingOrders.NONE.equals(orders) ? null : orders;
    }

    public ClusterPolicy(
            @Nullable Pause pause, @Nullable Synchronous synchronous, @Nullable LastFailover lastFailover) {
        this(pause, synchronous, lastFailover, null);
    }

    /// While it lasts nothing automatic is begun. `until` is null for "until somebody resumes".
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Pause(
            String by,
            String reason,
            Instant since,
            @Nullable Instant until) {

        public boolean isOver(Instant now) {
            return until != null && !now.isBefore(until);
        }
    }

    /// Synchronous replication as the service wants it: a commit waits for `required` of `standbys`. The primary's
    /// `synchronous_standby_names` follows the view, never the other way round (rule F5). No standbys: commits wait
    /// for nobody.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Synchronous(int required, List<NodeId> standbys) {

        public Synchronous {
            standbys = standbys == null ? List.of() : List.copyOf(standbys);
            if (required < 0 || required > standbys.size()) {
                throw new IllegalArgumentException(
                        required + " of " + standbys.size() + " standbys cannot confirm a commit");
            }
        }

        /// Of so many standbys at least one has every acknowledged commit, whichever they are.
        public int quorum() {
            return required == 0 ? 0 : standbys.size() - required + 1;
        }

        public boolean has(NodeId node) {
            return standbys.contains(node);
        }

        /// Whether these promises prove that one of them has every acknowledged commit.
        public boolean isCoveredBy(Set<NodeId> promised) {
            Set<NodeId> counted = new TreeSet<>(promised);
            counted.retainAll(standbys);
            return counted.size() >= quorum();
        }
    }

    /// The last failover nobody asked for, and whether a person has taken note of it.
    public record LastFailover(Instant at, Term term, boolean acknowledged) {}

    public StandingOrders standingOrders() {
        return orders == null ? StandingOrders.NONE : orders;
    }

    public Optional<Pause> paused() {
        return Optional.ofNullable(pause);
    }

    public Optional<Synchronous> commitsWaitFor() {
        return Optional.ofNullable(synchronous);
    }

    public Optional<LastFailover> failedOver() {
        return Optional.ofNullable(lastFailover);
    }

    public ClusterPolicy with(@Nullable Pause other) {
        return new ClusterPolicy(other, synchronous, lastFailover, orders);
    }

    public ClusterPolicy with(@Nullable Synchronous other) {
        return new ClusterPolicy(pause, other, lastFailover, orders);
    }

    public ClusterPolicy with(LastFailover other) {
        return new ClusterPolicy(pause, synchronous, other, orders);
    }

    public ClusterPolicy with(StandingOrders other) {
        return new ClusterPolicy(pause, synchronous, lastFailover, other);
    }
}
