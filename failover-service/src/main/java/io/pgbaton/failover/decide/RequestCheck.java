package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.failover.evidence.Condition;
import io.pgbaton.failover.evidence.NodeEvidence;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The preconditions of each request, and what it would do.
record RequestCheck(Situation situation) {

    Feasibility check(Request.Wish wish) {
        return switch (wish) {
            case Request.RegisterPrimary(NodeId node) -> register(node);
            case Request.Switchover switchover -> new SwitchoverCheck(situation, switchover).check();
            case Request.CancelSwitchover _ -> PlannedSwitchover.checkCancel(situation);
            case Request.RegisterNode(NodeId node) -> new StandingWishes(situation).register(node);
            case Request.UnregisterNode unregister -> new StandingWishes(situation).unregister(unregister);
            case Request.FollowUpstream follow -> new StandingWishes(situation).follow(follow);
            case Request.ServeNode serve -> new ServiceWishes(situation).check(serve);
            case Request.PromoteStandby(NodeId to) -> promote(to);
            case Request.CloneStandby clone -> clone(clone.node(), clone.upstream());
            case Request.RejoinNode(NodeId node) -> rejoin(node);
            case Request.Pause _, Request.Resume _, Request.Acknowledge _ -> PolicyWishes.check(situation, wish);
            case Request.AcceptLoss(NodeId to) -> acceptLoss(to);
            case Request.RepeatView _ -> Feasibility.possible("write the view in force once more");
        };
    }

    /// Only where the lease of the primary is over, or nobody could say any more: a loss is never accepted for a
    /// primary that may still write.
    private Feasibility acceptLoss(@Nullable NodeId to) {
        if (to != null && situation.view().member(to).isEmpty()) {
            return Feasibility.refused("node " + to + " is not a member of this cluster");
        }
        String target = to == null ? "the best of those that answer" : situation.name(to);
        Feasibility doable = Feasibility.possible("promote " + target + ", also when acknowledged commits are lost");
        return switch (situation.view().phase()) {
            case Phase.Unregistered _ -> Feasibility.refused("the cluster has no primary yet: register one first");
            case Phase.Halted _, Phase.Freezing _ -> doable;
            case Phase.Stopping _, Phase.Promoting _ -> Feasibility.notYet("the primary is changing");
            case Phase.Steady _ ->
                situation.lease().isOver()
                        ? doable
                        : Feasibility.refused("primary " + situation.primaryName()
                                + " is not lost: ask for a switchover to replace it");
        };
    }

    /// repmgr's `standby promote`: only where the primary is lost and nothing automatic takes its place.
    private Feasibility promote(NodeId to) {
        Optional<ClusterView.Member> member = situation.view().member(to);
        if (member.filter(one -> one.profile().kind() == NodeProfile.Kind.SERVER)
                .isEmpty()) {
            return Feasibility.refused("node " + to + " is not a server of this cluster");
        }
        String name = situation.name(to);
        Feasibility doable = Feasibility.possible(
                "open a new election", "promote " + name + " unless another one holds more; what neither has is lost");
        return switch (situation.view().phase()) {
            case Phase.Unregistered _ -> Feasibility.refused("the cluster has no primary yet: register one first");
            case Phase.Halted _, Phase.Freezing _ -> doable;
            case Phase.Stopping _, Phase.Promoting _ -> Feasibility.notYet("the primary is changing");
            case Phase.Steady _ -> {
                if (situation.lease().isOver()) {
                    yield doable;
                }
                yield Feasibility.refused(
                        situation.view().isPrimary(to)
                                ? name + " is the primary already"
                                : "primary " + situation.primaryName() + " is not lost: replace it by a switchover,"
                                        + " pgbaton standby switchover --to " + name);
            }
        };
    }

    private Feasibility register(NodeId id) {
        if (!(situation.view().phase() instanceof Phase.Unregistered)) {
            String primary = situation.view().primary().map(situation::name).orElse("nobody");
            return Feasibility.refused("the cluster has a primary already: " + primary);
        }
        NodeEvidence node = situation.of(id);
        if (node.described().isEmpty() || node.heard().isEmpty() || !situation.isHeard(id)) {
            return Feasibility.notYet("nothing heard of the agent of node " + id + " lately");
        }
        if (node.isDuplicate(situation.moment())) {
            return new Feasibility.Refused(Reason.DUPLICATE_NODE, "two agents speak under node id " + id);
        }
        String name = situation.name(id);
        return switch (node.heard().orElseThrow().condition()) {
            case WRITABLE ->
                Feasibility.possible(name + " is writable already: adopt it as primary under a first term");
            case STREAMING, DETACHED -> Feasibility.possible("promote " + name + " under a first term");
            case BUSY -> Feasibility.notYet("the server of " + name + " is starting");
            case DOWN -> Feasibility.notYet("the server of " + name + " is not running");
            case EMPTY -> Feasibility.refused(name + " has an empty data directory: run initdb first");
            case WITNESS -> Feasibility.refused(name + " is a witness: it has no server");
        };
    }

    private Feasibility clone(NodeId id, @Nullable NodeId upstream) {
        Optional<Feasibility> against = againstPrimary();
        if (against.isPresent()) {
            return against.get();
        }
        NodeEvidence node = situation.of(id);
        if (node.described().isEmpty() || !situation.isHeard(id)) {
            return Feasibility.notYet("nothing heard of the agent of node " + id + " lately");
        }
        String name = situation.name(id);
        if (node.heartbeat().orElseThrow().server().state() == ServerState.REBUILDING) {
            return Feasibility.refused(
                    name + " is being rebuilt: let it end, `pgbaton cluster show` says how far it is");
        }
        if (!node.is(Condition.EMPTY)) {
            return Feasibility.refused(
                    "the data directory of " + name + " is not empty: empty it first, or rejoin the node");
        }
        String unfit = upstream == null ? null : new Cascade(situation).against(id, upstream);
        if (unfit != null) {
            return Feasibility.refused(unfit);
        }
        String source = upstream == null ? situation.primaryName() : situation.name(upstream);
        return Feasibility.possible("copy " + source + " into " + name, "start it and stream from " + source);
    }

    private Feasibility rejoin(NodeId id) {
        if (situation.view().phase() instanceof Phase.Halted) {
            return Feasibility.possible("open a new election, with " + situation.name(id) + " taking part");
        }
        Optional<Feasibility> against = againstPrimary();
        if (against.isPresent()) {
            return against.get();
        }
        Optional<ClusterView.Member> member = situation.view().member(id);
        if (member.isEmpty() || member.get().profile().kind() == NodeProfile.Kind.WITNESS) {
            return Feasibility.refused("node " + id + " is not a server of this cluster");
        }
        if (situation.view().isPrimary(id)) {
            return Feasibility.refused(situation.name(id) + " is the primary");
        }
        if (!situation.isHeard(id)) {
            return Feasibility.notYet("nothing heard of the agent of " + situation.name(id) + " lately");
        }
        if (situation.orders().resting().contains(id)) {
            return Feasibility.refused(
                    situation.name(id) + " was stopped by an operator: start it, pgbaton node service --action=start");
        }
        // nothing would happen, and nothing would tell that it has
        if (situation.of(id).is(Condition.STREAMING)) {
            return Feasibility.refused(situation.name(id) + " is a standby already and streams");
        }
        return Feasibility.possible(situation.name(id) + " comes back as a standby of " + situation.primaryName());
    }

    /// Empty when there is a primary to copy from.
    private Optional<Feasibility> againstPrimary() {
        return Feasibility.againstPhase(situation.view().phase()).or(this::primaryNotWell);
    }

    private Optional<Feasibility> primaryNotWell() {
        boolean well =
                situation.of(situation.primary()).is(Condition.WRITABLE) && situation.isHeard(situation.primary());
        return well
                ? Optional.empty()
                : Optional.of(Feasibility.notYet("primary " + situation.primaryName() + " is not well"));
    }
}
