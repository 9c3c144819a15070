package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.ServiceAction;
import io.pgbaton.contracts.StandingOrders;
import io.pgbaton.failover.evidence.Condition;
import java.util.Optional;

/// What an operator wants done to one server by itself: start, stop, restart, reload, checkpoint. The primary is
/// never stopped this way: a lease that ends is a failover.
final class ServiceWishes {

    private final Situation situation;

    ServiceWishes(Situation situation) {
        this.situation = situation;
    }

    Feasibility check(Request.ServeNode wish) {
        NodeId node = wish.node();
        Optional<ClusterView.Member> member = situation.view().member(node);
        if (member.isEmpty()) {
            return Feasibility.refused("node " + node + " is not a member of this cluster");
        }
        if (member.get().profile().kind() == NodeProfile.Kind.WITNESS) {
            return Feasibility.refused(situation.name(node) + " is a witness: it has no server");
        }
        if (!situation.isHeard(node)) {
            return Feasibility.notYet("nothing heard of the agent of " + situation.name(node) + " lately");
        }
        // a standby that was stopped may be the one that is missed
        Optional<Feasibility> against = wish.action() == ServiceAction.START
                ? Optional.empty()
                : Feasibility.againstPhase(situation.view().phase());
        return against.orElseGet(() -> situation.view().isPrimary(node) ? ofPrimary(wish) : ofStandby(wish));
    }

    private Feasibility ofPrimary(Request.ServeNode wish) {
        String name = situation.name(wish.node());
        return switch (wish.action()) {
            case RELOAD, CHECKPOINT -> Feasibility.possible(wish.action().word() + " " + name);
            case START -> Feasibility.refused(name + " is the primary and runs");
            case STOP, RESTART ->
                Feasibility.refused(
                        name + " is the primary: make another node primary first, pgbaton standby switchover, and "
                                + wish.action().word() + " it then");
        };
    }

    private Feasibility ofStandby(Request.ServeNode wish) {
        String name = situation.name(wish.node());
        boolean down = situation.of(wish.node()).is(Condition.DOWN);
        return switch (wish.action()) {
            case START -> start(wish.node(), down);
            case STOP -> stop(wish.node(), down);
            case RESTART, RELOAD, CHECKPOINT ->
                down
                        ? Feasibility.refused(name + " is down: start it, pgbaton node service --action=start")
                        : Feasibility.possible(wish.action().word() + " " + name);
        };
    }

    private Feasibility stop(NodeId node, boolean down) {
        String name = situation.name(node);
        if (isOrderedToRest(node) && down) {
            return Feasibility.refused(name + " is stopped already");
        }
        if (SynchronousSet.cannotSpare(situation, node)) {
            return Feasibility.refused(
                    "commits have to wait for " + name + ", and nobody can take its place: they would"
                            + " hang; let another standby join first, or set synchronous-mode to on");
        }
        return Feasibility.possible(
                "stop " + name + " and leave it down until it is started: pgbaton node service --action=start");
    }

    private Feasibility start(NodeId node, boolean down) {
        String name = situation.name(node);
        if (!down) {
            return Feasibility.refused(name + " runs already");
        }
        return isOrderedToRest(node)
                ? Feasibility.possible("start " + name)
                : Feasibility.refused(
                        name + " is down and nobody stopped it, so its agent brings it back by itself: see"
                                + " its log, or pgbaton node rejoin");
    }

    private boolean isOrderedToRest(NodeId node) {
        return situation.orders().resting().contains(node);
    }

    /// The order stands in the view before the agent is told: nobody brings back what is to rest.
    void takeUp(Draft draft, Request request, Request.ServeNode wish) {
        NodeId node = wish.node();
        StandingOrders orders = situation.orders();
        switch (wish.action()) {
            case STOP -> {
                order(draft, orders.stop(node), request, wish);
                draft.command(version -> new Decision.Stop(
                        situation.view().cluster(), version, situation.view().term(), node));
            }
            case START -> {
                order(draft, orders.start(node), request, wish);
                draft.command(version -> new Decision.Start(
                        situation.view().cluster(), version, situation.view().term(), node));
            }
            case RESTART, RELOAD, CHECKPOINT -> serve(draft, request, wish.node(), wish.action());
        }
    }

    private void serve(Draft draft, Request request, NodeId node, ServiceAction action) {
        draft.command(version -> new Decision.Serve(
                situation.view().cluster(),
                version,
                situation.view().term(),
                node,
                new Decision.Service(action, request.id())));
    }

    private void order(Draft draft, StandingOrders orders, Request request, Request.ServeNode wish) {
        draft.bind(situation.view().policy().with(orders));
        String words = request.asked().by() + " asked to " + wish.action().word() + " " + situation.name(wish.node());
        draft.phase(situation.view().phase(), new Draft.Why(Reason.NODE_RESTING, words));
    }
}
