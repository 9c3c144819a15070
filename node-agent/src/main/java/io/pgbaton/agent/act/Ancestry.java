package io.pgbaton.agent.act;

import io.pgbaton.agent.disk.LineageFile;
import io.pgbaton.agent.moves.DecisionLog;
import io.pgbaton.agent.moves.Lineage;
import io.pgbaton.agent.observe.Observation;
import io.pgbaton.agent.postgres.ServerStatus;
import io.pgbaton.agent.postgres.TimelineHistory;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import java.util.Optional;
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
        if (status != null && seen.streams() && log.otherPrimary().isPresent()) {
            change(known -> known.attachedUnder(log.view(), status.wal().timeline()));
        }
    }

    /// Which own timeline is another one than the upstream's of that number.
    Optional<ClusterView.Opened> taken(ClusterView view, TimelineHistory upstream) {
        return lineage.taken(view.reign().opened(), upstream::has);
    }

    /// May the view's primary have another timeline of a number that this server follows? Then it is asked first.
    boolean isInDoubt(ClusterView view) {
        return lineage.attempt() != null
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
