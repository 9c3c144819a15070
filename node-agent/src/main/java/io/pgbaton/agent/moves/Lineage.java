package io.pgbaton.agent.moves;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which term opened the timelines that this data directory follows, as far as this node knows (rule R4).
/// `attempt` is a promotion that was begun and whose outcome has not been seen. `reached` is the highest timeline that
/// is accounted for, null while nothing is known. A timeline that somebody's hand opened stands under [Term#NONE].
public record Lineage(
        List<ClusterView.Opened> opened,
        @Nullable Attempt attempt,
        @Nullable Timeline reached) {

    public static final Lineage UNKNOWN = new Lineage(List.of(), null, null);

    public Lineage {
        opened = List.copyOf(opened);
    }

    /// A promotion under `term` of a server that was on timeline `from`.
    public record Attempt(Term term, Timeline from) {}

    public Lineage attempting(Term term, Timeline from) {
        Lineage before = settled(from);
        return new Lineage(before.opened(), new Attempt(term, from), before.reached());
    }

    /// The server is on timeline `now`, and has followed nobody since the attempt: what lies above it was opened here.
    public Lineage settled(Timeline now) {
        if (attempt == null) {
            return this;
        }
        return now.compareTo(attempt.from()) > 0 ? opened(now, attempt.term()) : new Lineage(opened, null, reached);
    }

    /// The server accepts writes on timeline `now`, which no promotion by this agent has opened.
    public Lineage writableOn(Timeline now) {
        return attempt == null && exceedsWhatIsKnown(now) ? opened(now, Term.NONE) : this;
    }

    /// Has this node not yet seen how its server came to timeline `now`? It may have found it in an archive, too.
    private boolean exceedsWhatIsKnown(Timeline now) {
        return reached != null && now.compareTo(reached) > 0;
    }

    private Lineage opened(Timeline now, Term under) {
        List<ClusterView.Opened> longer = new ArrayList<>(opened);
        longer.removeIf(entry -> entry.timeline().compareTo(now) >= 0);
        longer.add(new ClusterView.Opened(now, under));
        return new Lineage(longer, null, now);
    }

    /// A server on timeline `own`, primary or attached as `view` says: on the primary's timeline it has the primary's
    /// history.
    public Lineage attachedUnder(ClusterView view, Timeline own) {
        ClusterView.Reign reign = view.reign();
        return view.phase() instanceof Phase.Steady && own.equals(reign.timeline())
                ? new Lineage(reign.opened(), null, own)
                : this;
    }

    /// How the own timelines stand to those of the server that is to be followed.
    public sealed interface Kinship {

        /// Nothing of it is another timeline of the same number.
        record Same() implements Kinship {}

        /// `own` is another one than the server has under that number.
        record Other(ClusterView.Opened own) implements Kinship {}

        /// The other has timeline `own`, too, and what is written there decides. `strange`: nobody saw how the own
        /// server came to it, though somebody should have; what cannot be compared is then another one.
        record Untold(ClusterView.Opened own, boolean strange) implements Kinship {

            public Kinship told(boolean same) {
                return same ? new Same() : new Other(own);
            }
        }
    }

    /// `known` is what the view says of the cluster's history. `trusting` what was seen leaves nothing to compare;
    /// otherwise it has been seen to fail.
    public Kinship kinship(
            List<ClusterView.Opened> known, TimelineHistory ours, TimelineHistory theirs, boolean trusting) {
        Optional<ClusterView.Opened> taken = taken(known, theirs::has);
        if (taken.isPresent()) {
            return new Kinship.Other(taken.get());
        }
        Timeline now = ours.current();
        if (!theirs.has(now) || (trusting && isAccounted(now))) {
            return new Kinship.Same();
        }
        Kinship.Untold untold = new Kinship.Untold(openingOf(now), exceedsWhatIsKnown(now));
        Optional<Lsn> begin = ours.beginOf(now);
        boolean apart = begin.isPresent() && theirs.beginOf(now).isPresent() && !begin.equals(theirs.beginOf(now));
        return apart ? untold.told(false) : untold;
    }

    private ClusterView.Opened openingOf(Timeline timeline) {
        return opened.stream()
                .filter(own -> own.timeline().equals(timeline))
                .findFirst()
                .orElse(new ClusterView.Opened(timeline, Term.NONE));
    }

    private boolean isAccounted(Timeline timeline) {
        return reached != null && timeline.compareTo(reached) <= 0;
    }

    /// May the primary have another timeline of a number that the own server follows, `onDisk` being the highest there
    /// is a trace of? Then it is asked first.
    public boolean isInDoubt(List<ClusterView.Opened> known, Optional<Timeline> onDisk) {
        boolean untold = onDisk.filter(timeline -> !isAccounted(timeline)).isPresent() && !known.isEmpty();
        return attempt != null || untold || taken(known, _ -> true).isPresent();
    }

    /// An own timeline that another server calls its own too (`has` says which it has), while the cluster's history
    /// `known` names no such opening: the same number, another timeline. Where the cluster says nothing of a number
    /// and of none above it, nothing is held against it.
    private Optional<ClusterView.Opened> taken(List<ClusterView.Opened> known, Predicate<Timeline> has) {
        return opened.stream()
                .filter(own -> has.test(own.timeline()))
                .filter(own -> !known.contains(own))
                .filter(own -> known.stream().anyMatch(entry -> entry.timeline().compareTo(own.timeline()) >= 0))
                .findFirst();
    }
}
