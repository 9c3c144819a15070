package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterPolicy;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.Explanation;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.failover.evidence.Moment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// A verdict while it is being written. Commands stand on the view that the same verdict brings, so they get their
/// version last.
final class Draft {

    private final Situation situation;
    private final List<LongFunction<Decision>> commands = new ArrayList<>();
    private final List<Happening> happenings = new ArrayList<>();
    private final Map<Mark, Moment> made = new HashMap<>();
    private final Set<Mark> cleared = new HashSet<>();
    private final Map<String, String> facts = new HashMap<>();
    private final Set<RequestId> settled = new HashSet<>();
    private ClusterPolicy policy;
    private Decision.@Nullable ViewChanged change;
    private @Nullable NodeId barrier;
    private @Nullable Explanation explained;

    Draft(Situation situation) {
        this.situation = situation;
        this.policy = situation.view().policy();
    }

    /// The view that this verdict brings is bound by `next`; to be said before what else changes in it.
    void bind(ClusterPolicy next) {
        policy = next;
    }

    boolean hasChange() {
        return change != null;
    }

    void change(ClusterView.Reign reign, Phase phase, List<ClusterView.Member> members, Why why) {
        ClusterView view = situation.view();
        ClusterView next = new ClusterView(view.cluster(), view.version() + 1, reign, phase, members, policy);
        change = new Decision.ViewChanged(next, view.version(), why.reason(), why.explanation());
    }

    /// The view in force once more, as it stands: to every reader no change.
    void keep(Why why) {
        ClusterView view = situation.view();
        change = new Decision.ViewChanged(view, view.version() - 1, why.reason(), why.explanation());
    }

    void phase(Phase phase, Why why) {
        change(situation.view().reign(), phase, situation.view().members(), why);
    }

    void members(List<ClusterView.Member> members, Why why) {
        change(situation.view().reign(), situation.view().phase(), members, why);
    }

    void command(LongFunction<Decision> basedOn) {
        commands.add(basedOn);
    }

    void tell(Happening happening) {
        happenings.add(happening);
    }

    void mark(Mark mark) {
        made.put(mark, situation.moment());
    }

    void mark(Mark mark, Moment at) {
        made.put(mark, at);
    }

    void clear(Mark mark) {
        cleared.add(mark);
    }

    void fact(String name, String value) {
        facts.put(name, value);
    }

    /// To be told once what was chosen has come true.
    void explain(Explanation choice) {
        explained = choice;
    }

    /// Nothing comes of it, so it is told at once. `occurrence` as in [Happening].
    void explainNow(Explanation refusal, String occurrence) {
        explained = refusal;
        tell(Explaining.told(refusal).occurring(occurrence));
    }

    @Nullable
    Explanation explained() {
        return explained;
    }

    void settle(RequestId request) {
        settled.add(request);
    }

    void proveSilenceOf(NodeId node) {
        barrier = node;
    }

    Verdict verdict() {
        List<Decision> decisions = new ArrayList<>();
        if (change != null) {
            decisions.add(change);
        }
        long version =
                change == null ? situation.view().version() : change.view().version();
        commands.forEach(command -> decisions.add(command.apply(version)));
        List<ClusterEvent> events =
                happenings.stream().map(happening -> happening.in(situation)).toList();
        return new Verdict(
                decisions, events, new Notes(made, cleared, facts, settled, explained), Optional.ofNullable(barrier));
    }

    /// Why a view changes: the code, and the sentence.
    record Why(Reason reason, String explanation) {}
}
