package io.pgbaton.agent.act;

import io.pgbaton.agent.disk.LineageFile;
import io.pgbaton.agent.moves.DecisionLog;
import io.pgbaton.agent.moves.Lineage;
import io.pgbaton.agent.moves.TimelineHistory;
import io.pgbaton.agent.observe.Observation;
import io.pgbaton.agent.postgres.ServerStatus;
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

    Lineage.Kinship kinship(ClusterView view, TimelineHistory own, TimelineHistory primary, boolean trusting) {
        return lineage.kinship(view.reign().opened(), own, primary, trusting);
    }

    boolean isInDoubt(ClusterView view, Optional<Timeline> onDisk) {
        return lineage.isInDoubt(view.reign().opened(), onDisk);
    }

    private void change(UnaryOperator<Lineage> change) {
        Lineage changed = change.apply(lineage);
        if (!changed.equals(lineage)) {
            file.write(changed);
            lineage = changed;
        }
    }
}
