package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.StandingOrders;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The wishes about one member that hold until they are taken back: in or out of the cluster, from whom it streams.
final class StandingWishes {

    private final Situation situation;

    StandingWishes(Situation situation) {
        this.situation = situation;
    }

    Feasibility register(NodeId node) {
        if (situation.view().member(node).isPresent()) {
            return Feasibility.refused(situation.name(node) + " is a member of the cluster already");
        }
        if (situation.of(node).described().isEmpty() || !situation.isHeard(node)) {
            return Feasibility.notYet(
                    "nothing heard of the agent of node " + node + " lately: start it, it joins by itself");
        }
        return whileSteady().orElse(Feasibility.possible("let " + situation.name(node) + " join the cluster"));
    }

    Feasibility unregister(Request.UnregisterNode wish) {
        NodeId node = wish.node();
        if (situation.view().member(node).isEmpty()) {
            return Feasibility.refused("node " + node + " is not a member of this cluster");
        }
        if (situation.view().isPrimary(node)) {
            return Feasibility.refused(situation.name(node)
                    + " is the primary: make another node primary first, pgbaton standby switchover");
        }
        List<String> downstream = downstreamOf(node);
        if (!downstream.isEmpty() && !wish.force()) {
            return Feasibility.refused(String.join(", ", downstream) + " streams from " + situation.name(node)
                    + ": give it another upstream first, pgbaton standby follow, or unregister with --force");
        }
        if (SynchronousSet.cannotSpare(situation, node)) {
            return Feasibility.refused(notSpared(node));
        }
        return whileSteady()
                .orElse(Feasibility.possible(
                        "take " + situation.name(node) + " out of the cluster; its server, if it runs, runs on"));
    }

    private String notSpared(NodeId node) {
        return "commits have to wait for " + situation.name(node)
                + ", and nobody can take its place: let another standby join first, or set synchronous-mode to on";
    }

    private List<String> downstreamOf(NodeId node) {
        return situation.view().members().stream()
                .filter(member -> node.equals(member.upstream()))
                .map(member -> situation.name(member.node()))
                .toList();
    }

    Feasibility follow(Request.FollowUpstream wish) {
        NodeId node = wish.node();
        if (!isServer(node)) {
            return Feasibility.refused("node " + node + " is not a server of this cluster");
        }
        if (situation.view().isPrimary(node)) {
            return Feasibility.refused(situation.name(node) + " is the primary: it follows nobody");
        }
        if (!situation.isHeard(node)) {
            return Feasibility.notYet("nothing heard of the agent of " + situation.name(node) + " lately");
        }
        NodeId upstream = wish.upstream();
        String against = upstream == null ? null : new Cascade(situation).against(node, upstream);
        if (against != null) {
            return Feasibility.refused(against);
        }
        return whileSteady()
                .orElse(Feasibility.possible(
                        situation.name(node) + " streams from " + nameOf(upstream) + " from now on"));
    }

    private String nameOf(@Nullable NodeId upstream) {
        return upstream == null ? "the primary, whoever that is," : situation.name(upstream);
    }

    void takeUp(Draft draft, Request request) {
        StandingOrders orders = situation.orders();
        String by = request.asked().by();
        switch (request.wish()) {
            case Request.RegisterNode(NodeId node) ->
                order(
                        draft,
                        orders.register(node),
                        new Draft.Why(Reason.NODE_REGISTERED, by + " lets node " + node + " join"));
            case Request.UnregisterNode(NodeId node, boolean _) ->
                order(
                        draft,
                        orders.unregister(node),
                        new Draft.Why(Reason.NODE_UNREGISTERED, by + " takes " + situation.name(node) + " out"));
            case Request.FollowUpstream wish -> follow(draft, request, wish);
            default -> throw new IllegalArgumentException("no wish about a member: " + request.wish());
        }
    }

    /// Holds for a node that is no member yet, too: as soon as it is.
    void keepCourse(Draft draft, Request request, NodeId node, NodeId upstream) {
        order(
                draft,
                situation.orders().with(new StandingOrders.Course(node, upstream)),
                new Draft.Why(
                        Reason.UPSTREAM_CHANGED,
                        request.asked().by() + " has " + situation.name(node) + " cloned from, and stream from, "
                                + situation.name(upstream)));
    }

    private void follow(Draft draft, Request request, Request.FollowUpstream wish) {
        NodeId node = wish.node();
        NodeId upstream = wish.upstream() == null ? situation.primary() : wish.upstream();
        StandingOrders orders = situation.orders().with(new StandingOrders.Course(node, wish.upstream()));
        draft.bind(situation.view().policy().with(orders));
        List<ClusterView.Member> members = situation.view().members().stream()
                .map(member -> member.node().equals(node) ? moved(member, upstream) : member)
                .toList();
        draft.members(
                members,
                new Draft.Why(
                        Reason.UPSTREAM_CHANGED,
                        request.asked().by() + " has " + situation.name(node) + " stream from "
                                + situation.name(upstream)));
        draft.mark(Mark.of(Mark.Kind.FOLLOW_SENT, node));
        draft.command(version -> new Decision.Follow(
                situation.view().cluster(), version, situation.view().term(), node, upstream));
        boolean there = situation
                .of(node)
                .heard()
                .flatMap(heard -> heard.upstream())
                .filter(upstream::equals)
                .isPresent();
        if (there) {
            draft.tell(Happening.of(
                            EventKind.STANDBY_FOLLOW,
                            situation.name(node) + " streams from " + situation.name(upstream) + " already")
                    .about(node)
                    .answering(request.id()));
        }
    }

    /// Behind another standby it is no candidate: the primary does not feed it.
    private ClusterView.Member moved(ClusterView.Member member, NodeId upstream) {
        boolean electable = member.electable() && situation.view().isPrimary(upstream);
        return new ClusterView.Member(member.node(), member.profile(), electable, upstream);
    }

    private void order(Draft draft, StandingOrders orders, Draft.Why why) {
        draft.bind(situation.view().policy().with(orders));
        draft.phase(situation.view().phase(), why);
    }

    private boolean isServer(NodeId node) {
        return situation
                .view()
                .member(node)
                .filter(member -> member.profile().kind() == NodeProfile.Kind.SERVER)
                .isPresent();
    }

    /// Membership stands still while the primary changes.
    private Optional<Feasibility> whileSteady() {
        return Feasibility.againstPhase(situation.view().phase());
    }
}
