package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Request;
import io.pgbaton.failover.evidence.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether the primary can hand over without a loss: checked before anything is stopped.
record SwitchoverCheck(Situation situation, Request.Switchover wish) {

    Feasibility check() {
        return wish.at() == null ? now() : later(wish.at());
    }

    /// What stands in its way now may be gone by then; it is checked again when it is due.
    private Feasibility later(Instant at) {
        if (situation.view().phase() instanceof Phase.Unregistered) {
            return refused("the cluster has no primary yet");
        }
        if (!at.isAfter(situation.now().instant())) {
            return refused(at + " is over already");
        }
        NodeId to = wish.to();
        if (to != null && situation.view().member(to).isEmpty()) {
            return refused("node " + to + " is not a member of this cluster");
        }
        String target = to == null ? "the best standby" : situation.name(to);
        return new Feasibility.Possible(List.of("hand over to " + target + " at " + at, "check again then"));
    }

    private Feasibility now() {
        NodeId to = wish.to();
        return switch (situation.view().phase()) {
            case Phase.Unregistered _ -> refused("the cluster has no primary yet");
            case Phase.Stopping _, Phase.Freezing _, Phase.Promoting _ -> notYet("the primary is changing already");
            case Phase.Halted _ -> outOfHalt(to);
            case Phase.Steady _ -> fromSteady(to);
        };
    }

    private Feasibility outOfHalt(@Nullable NodeId to) {
        if (to != null && situation.view().member(to).isEmpty()) {
            return refused("node " + to + " is not a member of this cluster");
        }
        String target = to == null ? "the best standby" : situation.name(to);
        return new Feasibility.Possible(List.of("open a new election", "promote " + target + ", accepting the loss"));
    }

    private Feasibility fromSteady(@Nullable NodeId to) {
        NodeId primary = situation.primary();
        if (!situation.isHeard(primary) || !situation.of(primary).is(Condition.WRITABLE)) {
            return notYet("primary " + situation.primaryName() + " is not well");
        }
        Optional<String> costly = wish.byForce() ? Optional.empty() : new Handover(situation).against();
        if (costly.isPresent()) {
            return notYet(costly.get() + "; --force does it nevertheless");
        }
        return to == null ? toTheBest() : toNamed(to);
    }

    private Feasibility toTheBest() {
        boolean anyone = situation.view().members().stream()
                .filter(member -> !situation.view().isPrimary(member.node()))
                .anyMatch(member -> against(member).isEmpty());
        return anyone ? possible("the best standby") : notYet("no standby can take over: " + whyNobody());
    }

    private String whyNobody() {
        List<String> reasons = situation.view().members().stream()
                .filter(member -> !situation.view().isPrimary(member.node()))
                .flatMap(member -> against(member).stream())
                .toList();
        return reasons.isEmpty() ? "the cluster has none" : String.join("; ", reasons);
    }

    private Feasibility toNamed(NodeId to) {
        if (situation.view().isPrimary(to)) {
            return refused(situation.name(to) + " is the primary already");
        }
        Optional<ClusterView.Member> member = situation.view().member(to);
        if (member.isEmpty()) {
            return refused("node " + to + " is not a member of this cluster");
        }
        if (member.get().profile().election().priority() == 0) {
            return refused(situation.name(to) + " has priority 0 and is never promoted");
        }
        return against(member.get()).map(SwitchoverCheck::notYet).orElseGet(() -> possible(situation.name(to)));
    }

    /// What speaks against promoting this standby now.
    private Optional<String> against(ClusterView.Member member) {
        String name = situation.name(member.node());
        if (!situation.isHeard(member.node())) {
            return Optional.of("nothing heard of the agent of " + name + " lately");
        }
        if (!situation.of(member.node()).is(Condition.STREAMING)) {
            return Optional.of(name + " does not stream");
        }
        if (!member.electable()) {
            return Optional.of(name + " may not be promoted at the moment");
        }
        long lag = lagOf(member.node());
        if (lag > situation.rules().maximumLag() && !wish.byForce()) {
            return Optional.of(name + " is " + lag + " bytes behind, more than "
                    + situation.rules().maximumLag());
        }
        return new Handover(situation).against(member.node(), wish.byForce());
    }

    private long lagOf(NodeId node) {
        return situation
                .of(node)
                .heartbeat()
                .map(heartbeat -> heartbeat.server().replication())
                .map(Heartbeat.Replication::lagBytes)
                .orElse(0L);
    }

    private Feasibility possible(String target) {
        String first = new Poolers(situation).areThere() ? "have the poolers hold their clients; " : "";
        return new Feasibility.Possible(List.of(
                first + "stop " + situation.primaryName() + " cleanly, after a checkpoint",
                "promote " + target + " under term " + situation.nextTerm(),
                "the other standbys follow, and " + situation.primaryName() + " comes back as a standby"));
    }

    private static Feasibility notYet(String missing) {
        return new Feasibility.NotYet(Reason.SWITCHOVER_REFUSED, missing);
    }

    private static Feasibility refused(String why) {
        return new Feasibility.Refused(Reason.SWITCHOVER_REFUSED, why);
    }
}
