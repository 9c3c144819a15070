package io.pgbaton.agent.moves;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which term opened the timelines that this data directory follows, as far as this node knows (rule R4).
/// `attempt` is a promotion that was begun and whose outcome has not been seen.
public record Lineage(
        List<ClusterView.Opened> opened, @Nullable Attempt attempt) {

    public static final Lineage UNKNOWN = new Lineage(List.of(), null);

    public Lineage {
        opened = List.copyOf(opened);
    }

    /// A promotion under `term` of a server that was on timeline `from`.
    public record Attempt(Term term, Timeline from) {}

    public Lineage attempting(Term term, Timeline from) {
        return new Lineage(settled(from).opened(), new Attempt(term, from));
    }

    /// The server is on timeline `now`, and has followed nobody since the attempt: what lies above it was opened here.
    public Lineage settled(Timeline now) {
        if (attempt == null) {
            return this;
        }
        if (now.compareTo(attempt.from()) <= 0) {
            return new Lineage(opened, null);
        }
        List<ClusterView.Opened> longer = new ArrayList<>(opened);
        longer.removeIf(entry -> entry.timeline().compareTo(now) >= 0);
        longer.add(new ClusterView.Opened(now, attempt.term()));
        return new Lineage(longer, null);
    }

    /// A standby on timeline `own`, attached as `view` says: on the primary's timeline it has the primary's history.
    public Lineage attachedUnder(ClusterView view, Timeline own) {
        ClusterView.Reign reign = view.reign();
        return view.phase() instanceof Phase.Steady && own.equals(reign.timeline())
                ? new Lineage(reign.opened(), null)
                : this;
    }

    /// An own timeline that another server calls its own too (`has` says which it has), while the cluster's history
    /// `known` names no such opening: the same number, another timeline. Where the cluster says nothing of a number
    /// and of none above it, nothing is held against it.
    public Optional<ClusterView.Opened> taken(List<ClusterView.Opened> known, Predicate<Timeline> has) {
        return opened.stream()
                .filter(own -> has.test(own.timeline()))
                .filter(own -> !known.contains(own))
                .filter(own -> known.stream().anyMatch(entry -> entry.timeline().compareTo(own.timeline()) >= 0))
                .findFirst();
    }
}
