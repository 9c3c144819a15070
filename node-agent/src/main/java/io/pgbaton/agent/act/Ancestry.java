package io.pgbaton.agent.act;

import io.pgbaton.agent.disk.LineageFile;
import io.pgbaton.agent.moves.DecisionLog;
import io.pgbaton.agent.moves.Lineage;
import io.pgbaton.agent.observe.Observation;
import io.pgbaton.agent.postgres.ServerStatus;
import io.pgbaton.agent.postgres.TimelineHistory;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Keeps this data directory's [Lineage] on disk (rule R4). Used by the one thread that moves the server.
final class Ancestry {

    private final LineageFile file;
    private Lineage lineage;

    Ancestry(LineageFile file) {
        this.file = file;
        this.lineage = file.read();
    }

    /// Before a promotion is called, so that one that crashed half-way counts too.
    void attempt(Term term, Timeline from) {
        change(known -> known.attempting(term, from));
    }

    void settle(Timeline now) {
        change(known -> known.settled(now));
    }

    /// The data directory is about to become another one.
    void forget() {
        change(_ -> Lineage.UNKNOWN);
    }

    void keepUp(DecisionLog log, Observation seen) {
        ServerStatus status = seen.status();
        boolean standby = seen.streams() && log.otherPrimary().isPresent();
        boolean primary = seen.runsAs(Role.PRIMARY) && log.iAmPrimary();
        if (status != null && (standby || primary)) {
            change(known -> known.attachedUnder(log.view(), status.wal().timeline()));
        }
    }

    /// A server that accepts writes, or did before it went down, and that this agent has not promoted was promoted by
    /// hand. `onDisk` is the highest timeline it has left behind.
    void witness(Observation seen, Supplier<Optional<Timeline>> onDisk) {
        if (seen.role() == Role.PRIMARY) {
            Optional.ofNullable(seen.status())
                    .map(status -> status.wal().timeline())
                    .or(onDisk)
                    .ifPresent(now -> change(known -> known.writableOn(now)));
        }
    }

    /// Which own timeline is another one than the upstream's of that number: by who opened it, or, where nobody saw
    /// that, by where it begins.
    Optional<ClusterView.Opened> taken(ClusterView view, TimelineHistory own, TimelineHistory upstream) {
        return lineage.taken(view.reign().opened(), upstream::has)
                .or(() -> Optional.of(own.current())
                        .filter(lineage::exceedsWhatIsKnown)
                        .filter(upstream::has)
                        .filter(now -> !own.beginOf(now).equals(upstream.beginOf(now)))
                        .map(now -> new ClusterView.Opened(now, Term.NONE)));
    }

    /// May the view's primary have another timeline of a number that this server follows, `onDisk` being the highest
    /// there is a trace of? Then it is asked first.
    boolean isInDoubt(ClusterView view, Optional<Timeline> onDisk) {
        return lineage.attempt() != null
                || onDisk.filter(lineage::exceedsWhatIsKnown).isPresent()
                || lineage.taken(view.reign().opened(), _ -> true).isPresent();
    }

    private void change(UnaryOperator<Lineage> change) {
        Lineage changed = change.apply(lineage);
        if (!changed.equals(lineage)) {
            file.write(changed);
            lineage = changed;
        }
    }
}
