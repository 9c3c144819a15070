package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterPolicy;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Term;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What the decision log says of the primary's right to write, beyond the view in force. It follows from the log
/// alone, so that whoever reads the log to its end knows the same.
///
/// `claimed`: the primary has claimed this term before any election was opened (rule L1c). `older` is the newest term
/// before this one of which it may hold a lease (rule F10). `versions` are the memberships since the one that the
/// primary last said it had adopted (rule M1), oldest first: it may ask the followers of any of them for its lease, and
/// its commits may wait for the synchronous standbys of any of them. `inherited` are those that commits waited for
/// before, under this primary or the ones before it: what they acknowledged need not be on this one's standbys yet.
public record Tenure(boolean claimed, Term older, List<Version> versions, Inherited inherited) {

    /// The standbys of before, until the primary has adopted a version after `promoting`, the last one in which it was
    /// to be promoted: it does so only when its own synchronous standbys have all that it has. While it has
    /// none, those that confirmed last still count, be they the primary itself.
    public record Inherited(long promoting, List<ClusterPolicy.Synchronous> synchronous) {

        static final Inherited NOTHING = new Inherited(0, List.of());

        public Inherited {
            synchronous = List.copyOf(synchronous);
        }
    }

    /// From `version` on, until the next one, these were electable, the primary not counted.
    public record Version(long version, Set<NodeId> electable, Optional<ClusterPolicy.Synchronous> synchronous) {

        static Version of(ClusterView view) {
            Set<NodeId> electable = new HashSet<>();
            view.members().stream()
                    .filter(ClusterView.Member::electable)
                    .map(ClusterView.Member::node)
                    .filter(node -> !view.isPrimary(node))
                    .forEach(electable::add);
            return new Version(
                    view.version(),
                    Set.copyOf(electable),
                    view.policy().commitsWaitFor().filter(synchronous -> synchronous.required() > 0));
        }

        boolean saysTheSame(Version other) {
            return electable.equals(other.electable) && synchronous.equals(other.synchronous);
        }
    }

    public Tenure {
        versions = List.copyOf(versions);
    }

    private Tenure(boolean claimed, Term older, List<Version> versions) {
        this(claimed, older, versions, Inherited.NOTHING);
    }

    /// Whoever knows nothing must take it that everything was claimed.
    static final Tenure UNKNOWN = new Tenure(true, new Term(Long.MAX_VALUE), List.of());

    Tenure entered(ClusterView before, ClusterView next) {
        Version version = Version.of(next);
        if (before.version() == 0 && next.version() > 1) {
            // the beginning of the log has expired
            return new Tenure(true, UNKNOWN.older, List.of(version));
        }
        if (!before.primary().equals(next.primary())) {
            // a server that was adopted may have been writable all the time
            Term adopted = before.primary().isEmpty() ? UNKNOWN.older : Term.NONE;
            return new Tenure(false, adopted, List.of(version), new Inherited(next.version(), synchronous()));
        }
        Tenure extended = with(version).unsettled(next);
        return before.term().equals(next.term())
                ? extended
                : new Tenure(false, claimed ? before.term() : older, extended.versions, extended.inherited);
    }

    /// Whoever promotes names the version that its command stands on, before anybody streams from it: also who was
    /// primary before.
    private Tenure unsettled(ClusterView next) {
        return next.phase() instanceof Phase.Promoting && !synchronous().isEmpty()
                ? new Tenure(claimed, older, versions, new Inherited(next.version(), synchronous()))
                : this;
    }

    private Tenure with(Version version) {
        if (!versions.isEmpty() && versions.getLast().saysTheSame(version)) {
            return this;
        }
        List<Version> more = new ArrayList<>(versions);
        more.add(version);
        return new Tenure(claimed, older, more, inherited);
    }

    /// A claim that stands behind a freeze is void: its node reads the freeze before it, and begins nothing.
    Tenure claimed(Decision.Claim claim, ClusterView view) {
        boolean good = view.isPrimary(claim.node())
                && view.term().equals(claim.term())
                && switch (view.phase()) {
                    case Phase.Steady _, Phase.Stopping _, Phase.Promoting _ -> true;
                    case Phase.Unregistered _, Phase.Freezing _, Phase.Halted _ -> false;
                };
        return good ? new Tenure(true, older, versions, inherited) : this;
    }

    /// The primary has said that it goes by `version` of the view.
    Tenure adopted(long version) {
        int first = 0;
        while (first + 1 < versions.size() && versions.get(first + 1).version() <= version) {
            first++;
        }
        Inherited next = version > inherited.promoting() ? handedOn(first) : inherited;
        return first == 0 && next.equals(inherited)
                ? this
                : new Tenure(claimed, older, versions.subList(first, versions.size()), next);
    }

    /// The version at `first` is adopted.
    private Inherited handedOn(int first) {
        boolean confirmed =
                versions.isEmpty() || versions.get(first).synchronous().isPresent();
        return confirmed ? Inherited.NOTHING : new Inherited(inherited.promoting(), untilVersion(first));
    }

    private List<ClusterPolicy.Synchronous> untilVersion(int first) {
        return Stream.concat(
                        inherited.synchronous().stream(),
                        versions.subList(0, first).stream().flatMap(version -> version.synchronous().stream()))
                .distinct()
                .toList();
    }

    /// Nothing was claimed, and nothing older was held or it was given up up to `fenced`: no lease exists.
    boolean neverBegan(Term fenced) {
        return !claimed && fenced.isAtLeast(older);
    }

    /// Whether the primary cannot have held a lease by its peers without this node's grant. A version without
    /// electable followers has no peer route at all (rule L2).
    boolean neededGrantOf(NodeId node) {
        return versions.stream()
                .allMatch(version ->
                        version.electable().isEmpty() || version.electable().contains(node));
    }

    /// Whether the primary had nobody to ask: only the bus could prolong its lease.
    boolean isBusOnly() {
        return versions.stream().allMatch(version -> version.electable().isEmpty());
    }

    /// Whether commits may wait for anybody now.
    boolean isWaitedFor() {
        return versions.stream().anyMatch(version -> version.synchronous().isPresent());
    }

    /// Every set of standbys that commits may have waited for.
    List<ClusterPolicy.Synchronous> synchronous() {
        return untilVersion(versions.size());
    }
}
