package io.pgbaton.simulation.node;

import io.pgbaton.agent.moves.Lineage;
import io.pgbaton.agent.moves.TimelineHistory;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.simulation.server.DataFiles;
import io.pgbaton.simulation.server.Wal;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Keeps the lineage of the data directory on the agent's disk (rule R4).
final class Ancestry {

    private final Surroundings around;
    private final SimulatedAgent agent;

    Ancestry(Surroundings around, SimulatedAgent agent) {
        this.around = around;
        this.agent = agent;
    }

    /// Before a promotion is called, so that one that crashed half-way counts too.
    void attempt(Term term) {
        Timeline from = own();
        change(known -> known.attempting(term, from));
    }

    void settle() {
        Timeline now = own();
        change(known -> known.settled(now));
    }

    /// The data directory is about to become another one.
    void forget() {
        change(_ -> Lineage.UNKNOWN);
    }

    void keepUp() {
        boolean standby = agent.seen().streams() && agent.log().otherPrimary().isPresent();
        boolean primary = agent.seen().runsAs(Role.PRIMARY) && agent.log().iAmPrimary();
        if (standby || primary) {
            Timeline now = own();
            change(known -> known.attachedUnder(agent.log().view(), now));
        }
    }

    void witness() {
        if (agent.seen().role() == Role.PRIMARY) {
            Timeline now = own();
            change(known -> known.writableOn(now));
        }
    }

    /// Which own timeline is another one than the upstream's of that number.
    Optional<ClusterView.Opened> taken(DataFiles upstream, boolean trusting) {
        Lineage known = around.host().disk().lineage;
        TimelineHistory theirs = history(upstream);
        TimelineHistory ours = history(around.host().server().files());
        Lineage.Kinship kinship = known.kinship(agent.log().view().reign().opened(), ours, theirs, trusting);
        if (kinship instanceof Lineage.Kinship.Untold untold) {
            kinship = untold.told(isSameLog(theirs, upstream.log));
        }
        return kinship instanceof Lineage.Kinship.Other(var opened) ? Optional.of(opened) : Optional.empty();
    }

    private boolean isSameLog(TimelineHistory theirs, Wal log) {
        Wal own = around.host().server().files().log;
        return log.contains(Optional.ofNullable(theirs.ends().get(own()))
                .map(end -> own.until(end.bytes()))
                .orElse(own));
    }

    boolean isInDoubt() {
        Lineage known = around.host().disk().lineage;
        return known.isInDoubt(agent.log().view().reign().opened(), Optional.of(own()));
    }

    static TimelineHistory history(DataFiles files) {
        return new TimelineHistory(new Timeline(files.timeline), files.history);
    }

    private Timeline own() {
        return new Timeline(around.host().server().files().timeline);
    }

    private void change(UnaryOperator<Lineage> change) {
        if (!around.host().disk().full) {
            around.host().disk().lineage = change.apply(around.host().disk().lineage);
        }
    }
}
