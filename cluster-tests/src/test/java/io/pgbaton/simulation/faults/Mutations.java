package io.pgbaton.simulation.faults;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Report;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Term;
import io.pgbaton.failover.run.Inbound;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The rules taken away in this run; usually none.
public final class Mutations {

    private final Set<Mutation> all = EnumSet.noneOf(Mutation.class);

    public Mutations(Set<Mutation> mutations) {
        all.addAll(mutations);
    }

    public boolean has(Mutation mutation) {
        return !all.isEmpty() && all.contains(mutation);
    }

    /// What a service reads, as it would without these rules; `view` is the one it knows.
    public List<Inbound> asRead(List<Inbound> inbound, ClusterView view) {
        return all.isEmpty()
                ? inbound
                : inbound.stream()
                        .filter(each -> isSeen(each, view))
                        .map(this::seenAs)
                        .toList();
    }

    /// What an agent or service makes of a decision that does not stand on the view it knows.
    public Decision asRead(Decision decision, ClusterView known) {
        if (!has(Mutation.NO_FIRST_WINS)
                || !(decision instanceof Decision.ViewChanged changed)
                || changed.basedOn() == known.version()
                || known.version() == 0) {
            return decision;
        }
        ClusterView said = changed.view();
        ClusterView next =
                new ClusterView(said.cluster(), known.version() + 1, said.reign(), said.phase(), said.members());
        return new Decision.ViewChanged(next, known.version(), changed.reason(), changed.explanation());
    }

    private boolean isSeen(Inbound inbound, ClusterView view) {
        return switch (inbound) {
            case Inbound.DecisionIn(int _, Decision.Claim _, var _) -> !has(Mutation.CLAIMS_UNSEEN);
            case Inbound.ReportIn(int _, Heartbeat heartbeat) ->
                !has(Mutation.NO_REAFFIRM)
                        || !heartbeat.servesAs(Role.PRIMARY)
                        || !(view.phase() instanceof Phase.Freezing);
            case Inbound.ReportIn(int _, FreezeAnswer answer) ->
                !has(Mutation.NO_FENCED_CANDIDATE) || !view.isPrimary(answer.node());
            case Inbound.ReportIn _, Inbound.DecisionIn _, Inbound.RequestIn _, Inbound.EventIn _ -> true;
        };
    }

    private Inbound seenAs(Inbound inbound) {
        return inbound instanceof Inbound.ReportIn(int partition, Report report)
                        && report instanceof Heartbeat heartbeat
                        && has(Mutation.DOWN_DECIDES)
                ? new Inbound.ReportIn(partition, downIsReleased(heartbeat))
                : inbound;
    }

    private static Heartbeat downIsReleased(Heartbeat heartbeat) {
        ServerState state = heartbeat.server().state();
        boolean down = state == ServerState.CRASHED || state == ServerState.HUNG || state == ServerState.STOPPED;
        Heartbeat.Standing standing = heartbeat.standing();
        Term fenced = down ? Term.highest(standing.fenced(), standing.term()) : standing.fenced();
        return new Heartbeat(
                heartbeat.cluster(),
                heartbeat.node(),
                heartbeat.beat(),
                new Heartbeat.Standing(standing.term(), standing.promised(), fenced, standing.view()),
                heartbeat.server());
    }
}
