package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterPolicy;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Reason;
import io.pgbaton.failover.evidence.Condition;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Keeps the set of standbys that commits wait for (rule F5). It changes in the view first, and on the primary after:
/// an election asks the members of every set that may be in force.
final class SynchronousSet {

    private static final ClusterPolicy.Synchronous NOBODY = new ClusterPolicy.Synchronous(0, List.of());

    private final Situation situation;
    private final Draft draft;
    private final SynchronousRules.Rule rule;
    private final Optional<ClusterPolicy.Synchronous> inForce;

    SynchronousSet(Situation situation, Draft draft) {
        this.situation = situation;
        this.draft = draft;
        this.rule =
                situation.rules().conduct().synchronous().of(situation.view().cluster());
        this.inForce = situation.view().policy().commitsWaitFor();
    }

    /// While a primary is well; its members leave the set when they leave the electable, which is no matter of a
    /// moment.
    void keep() {
        if (!situation.of(situation.primary()).is(Condition.WRITABLE)) {
            return;
        }
        wanted().filter(next -> !next.equals(inForce.orElse(NOBODY))).ifPresent(this::change);
    }

    private Optional<ClusterPolicy.Synchronous> wanted() {
        NavigableSet<NodeId> fit = situation.view().members().stream()
                .filter(this::isFit)
                .map(ClusterView.Member::node)
                .collect(Collectors.toCollection(TreeSet::new));
        return switch (rule.mode()) {
            case OFF -> Optional.of(NOBODY);
            case ON -> Optional.of(of(fit));
            case STRICT -> strictly(fit);
        };
    }

    /// Whether commits that must wait would wait for this node, or for nobody, if it left.
    static boolean cannotSpare(Situation situation, NodeId node) {
        SynchronousRules.Rule rule =
                situation.rules().conduct().synchronous().of(situation.view().cluster());
        boolean waitsForIt = situation.view().policy().commitsWaitFor().stream().anyMatch(set -> set.has(node));
        long others = situation.view().members().stream()
                .filter(member -> !member.node().equals(node))
                .filter(member -> mayConfirm(situation, member))
                .count();
        return rule.mode() == SynchronousRules.Mode.STRICT && waitsForIt && others < rule.standbys();
    }

    private ClusterPolicy.Synchronous of(Collection<NodeId> standbys) {
        return new ClusterPolicy.Synchronous(Math.min(rule.standbys(), standbys.size()), List.copyOf(standbys));
    }

    /// It begins when enough are there, and then never waits for fewer: those that are gone are waited for.
    private Optional<ClusterPolicy.Synchronous> strictly(NavigableSet<NodeId> fit) {
        boolean begun = inForce.filter(set -> set.required() > 0).isPresent();
        if (fit.size() < rule.standbys()) {
            if (!begun) {
                return Optional.empty();
            }
            inForce.stream()
                    .flatMap(set -> set.standbys().stream())
                    .filter(node -> !situation.view().isPrimary(node) && !fit.contains(node))
                    .limit(rule.standbys() - fit.size())
                    .toList()
                    .forEach(fit::add);
        }
        return Optional.of(of(fit));
    }

    private static boolean mayConfirm(Situation situation, ClusterView.Member member) {
        return member.electable()
                && !situation.view().isPrimary(member.node())
                && member.profile().kind() == NodeProfile.Kind.SERVER
                && member.profile().election().priority() > 0
                && situation.primary().equals(member.upstream());
    }

    private boolean isFit(ClusterView.Member member) {
        return mayConfirm(situation, member)
                && (inForce.filter(set -> set.has(member.node())).isPresent() || hasStreamedForLong(member.node()));
    }

    private boolean hasStreamedForLong(NodeId node) {
        return situation.isHeard(node)
                && situation
                        .of(node)
                        .heard()
                        .filter(heard -> heard.condition() == Condition.STREAMING)
                        .filter(heard -> heard.upstream()
                                .filter(situation.primary()::equals)
                                .isPresent())
                        .filter(heard -> heard.lasted(situation.moment()).compareTo(Membership.STRAYED_FOR) >= 0)
                        .isPresent();
    }

    private void change(ClusterPolicy.Synchronous next) {
        boolean lost = next.required() == 0 && rule.mode() != SynchronousRules.Mode.OFF;
        Reason reason = lost ? Reason.SYNCHRONOUS_SET_EMPTY : Reason.SYNCHRONOUS_SET_CHANGED;
        draft.bind(situation.view().policy().with(next));
        draft.phase(situation.view().phase(), new Draft.Why(reason, words(next)));
        tell(next, reason);
    }

    private void tell(ClusterPolicy.Synchronous next, Reason reason) {
        EventKind kind =
                reason == Reason.SYNCHRONOUS_SET_EMPTY ? EventKind.SYNCHRONOUS_DEGRADED : EventKind.SYNCHRONOUS_CHANGED;
        draft.tell(Happening.of(kind, words(next))
                .because(reason)
                .with("required", Integer.toString(next.required()))
                .with("standbys", names(next)));
    }

    private String words(ClusterPolicy.Synchronous set) {
        return set.required() == 0
                ? "commits wait for no standby"
                : "commits wait for " + set.required() + " of " + names(set);
    }

    private String names(ClusterPolicy.Synchronous set) {
        return set.standbys().stream().map(situation::name).collect(Collectors.joining(", "));
    }

    /// The policy under `chosen`: what commits wait for from its first one on. It cannot confirm its own; the others
    /// are
    /// those that promised and, where commits must wait, the former primary.
    ClusterPolicy ledBy(NodeId chosen, Ballots ballots) {
        ClusterPolicy policy = situation.view().policy();
        if (inForce.filter(set -> set.required() > 0).isEmpty()
                || situation.view().isPrimary(chosen)) {
            return policy;
        }
        NavigableSet<NodeId> left = new TreeSet<>(inForce.orElseThrow().standbys());
        left.remove(chosen);
        int required = inForce.orElseThrow().required();
        if (rule.mode() == SynchronousRules.Mode.STRICT) {
            if (left.size() < required) {
                left.add(situation.primary());
            }
        } else {
            left.removeIf(node -> !ballots.hasPromised(node));
        }
        ClusterPolicy.Synchronous next =
                new ClusterPolicy.Synchronous(Math.min(required, left.size()), List.copyOf(left));
        if (next.required() == 0) {
            tell(next, Reason.SYNCHRONOUS_SET_EMPTY);
        }
        return policy.with(next);
    }
}
