package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.Term;
import io.pgbaton.failover.evidence.NodeEvidence;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes requests up, one at a time, or refuses them; every one is answered by an event.
final class Petitions {

    /// For what may come by itself: a node's description, the end of an election.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /// A request this old was asked of a service that did not run; whoever asked has moved on.
    private static final Duration EXPIRY = Duration.ofSeconds(60);

    private static final Draft.Why LOSS_ACCEPTED =
            new Draft.Why(Reason.LOSS_ACCEPTED, "an operator accepted that commits may be lost");
    private static final Draft.Why CHOSEN =
            new Draft.Why(Reason.CHOSEN_BY_OPERATOR, "an operator named who it shall be");

    private final Situation situation;
    private final Draft draft;

    private Petitions(Situation situation, Draft draft) {
        this.situation = situation;
        this.draft = draft;
    }

    static void answer(Situation situation, Draft draft) {
        Petitions petitions = new Petitions(situation, draft);
        for (Memory.Petition petition : situation.state().memory().petitions()) {
            if (draft.hasChange()) {
                return;
            }
            petitions.answer(petition);
        }
    }

    private void answer(Memory.Petition petition) {
        Request request = petition.request();
        Duration waited = situation.moment().since(petition.since());
        Duration age = Duration.between(request.asked().at(), situation.now().instant())
                .minus(waited);
        if (age.compareTo(EXPIRY) > 0) {
            refuse(
                    request,
                    Reason.REQUEST_REFUSED,
                    "it expired: it was asked " + age.toSeconds() + " s before it was read");
            return;
        }
        switch (new RequestCheck(situation).check(request.wish())) {
            case Feasibility.Possible(List<String> steps) -> accept(request, steps);
            case Feasibility.Refused(Reason reason, String why) -> refuse(request, reason, why);
            case Feasibility.NotYet(Reason reason, String missing) -> {
                if (waited.compareTo(PATIENCE) >= 0 || request.asked().dryRun()) {
                    refuse(request, reason, missing);
                }
            }
        }
    }

    private void refuse(Request request, Reason reason, String why) {
        draft.settle(request.id());
        draft.tell(Happening.of(
                        EventKind.REQUEST_REFUSED,
                        "refused what " + request.asked().by() + " asked: " + why)
                .failed()
                .because(reason)
                .answering(request.id()));
    }

    private void accept(Request request, List<String> steps) {
        draft.settle(request.id());
        String plan = String.join("; ", steps);
        String what = request.asked().dryRun() ? " asked to check, and nothing is done: " : " asked: ";
        draft.tell(Happening.of(EventKind.REQUEST_ACCEPTED, request.asked().by() + what + plan)
                .answering(request.id())
                .with("dry_run", Boolean.toString(request.asked().dryRun())));
        if (!request.asked().dryRun()) {
            takeUp(request);
        }
    }

    private void takeUp(Request request) {
        switch (request.wish()) {
            case Request.RegisterPrimary(NodeId node) -> register(request, node);
            case Request.Switchover wish -> switchOver(request, wish);
            case Request.CancelSwitchover _ -> PlannedSwitchover.cancel(situation, draft, request);
            case Request.RegisterNode _, Request.UnregisterNode _, Request.FollowUpstream _ ->
                new StandingWishes(situation).takeUp(draft, request);
            case Request.ServeNode wish -> new ServiceWishes(situation).takeUp(draft, request, wish);
            case Request.PromoteStandby(NodeId to) -> choose(new Phase.Switchover(request.id(), to), CHOSEN);
            case Request.CloneStandby wish -> clone(request, wish);
            case Request.RejoinNode(NodeId node) -> rejoin(node);
            case Request.Pause wish -> PolicyWishes.pause(situation, draft, request, wish);
            case Request.Resume _ -> PolicyWishes.resume(situation, draft, request);
            case Request.Acknowledge _ -> PolicyWishes.acknowledge(situation, draft, request);
            case Request.AcceptLoss(NodeId to) -> choose(new Phase.Switchover(request.id(), to), LOSS_ACCEPTED);
            case Request.RepeatView _ ->
                draft.keep(new Draft.Why(Reason.VIEW_REPEATED, request.asked().by() + " asked for it"));
        }
    }

    /// An open election goes on under its term; otherwise a new one is opened.
    private void choose(Phase.Switchover wish, Draft.Why why) {
        if (situation.view().phase() instanceof Phase.Freezing open) {
            Switchovers.fail(draft, open.switchover(), why.reason());
            Phase.Freezing next = new Phase.Freezing(open.next(), why.reason(), open.released(), wish);
            draft.phase(next, why);
            ElectionMoves.sendFreeze(situation, draft, next);
            return;
        }
        boolean released = situation.lease() instanceof LeaseFinding.Released;
        ElectionMoves.open(
                situation,
                draft,
                new Phase.Freezing(situation.nextTerm(), why.reason(), released, wish),
                why.explanation());
    }

    /// A cluster's first term; above whatever this node promised in an earlier life.
    private void register(Request request, NodeId id) {
        NodeEvidence node = situation.of(id);
        Term first = situation.nextTerm();
        ClusterView.Reign reign = new ClusterView.Reign(
                first,
                id,
                node.systemId().orElse(null),
                null,
                situation.view().reign().opened(),
                null);
        ClusterView.Member member = new ClusterView.Member(id, node.described().orElseThrow(), true, null);
        Phase promoting = new Phase.Promoting(null, Reason.PRIMARY_REGISTERED, new Phase.Switchover(request.id(), id));
        draft.change(
                reign,
                promoting,
                List.of(member),
                new Draft.Why(Reason.PRIMARY_REGISTERED, request.asked().by() + " registered " + situation.name(id)));
        ElectionMoves.sendPromote(situation, draft, first, new ElectionMoves.Target(id, null));
    }

    private void switchOver(Request request, Request.Switchover wish) {
        if (wish.at() != null) {
            PlannedSwitchover.plan(situation, draft, request, wish);
        } else if (situation.view().phase() instanceof Phase.Halted) {
            openAnew(new Phase.Switchover(request.id(), wish.to()));
        } else {
            WhileStopping.begin(situation, draft, new Phase.Switchover(request.id(), wish.to()));
        }
    }

    private void openAnew(Phase.@Nullable Switchover switchover) {
        Reason cause = switchover == null ? Reason.PRIMARY_RELEASED : Reason.CHOSEN_BY_OPERATOR;
        boolean released = situation.lease() instanceof LeaseFinding.Released;
        ElectionMoves.open(
                situation,
                draft,
                new Phase.Freezing(
                        situation.nextTerm(),
                        switchover == null && !released ? Reason.PRIMARY_SILENT : cause,
                        released,
                        switchover),
                "an operator opened a new election");
    }

    private void clone(Request request, Request.CloneStandby wish) {
        NodeId upstream = wish.upstream() == null ? situation.primary() : wish.upstream();
        if (wish.upstream() != null) {
            new StandingWishes(situation).keepCourse(draft, request, wish.node(), upstream);
        }
        draft.command(version -> new Decision.Clone(
                situation.view().cluster(),
                version,
                situation.view().term(),
                wish.node(),
                upstream,
                wish.options(),
                request.id()));
    }

    private void rejoin(NodeId node) {
        if (situation.view().phase() instanceof Phase.Halted) {
            openAnew(null);
        } else {
            Courses.direct(situation, draft, node, Courses.Way.REJOIN);
        }
    }
}
