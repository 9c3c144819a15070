package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterPolicy;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Request;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The wishes that change the cluster's policy, and the pause that ends by itself. They are taken up in every
/// phase: nothing about a change of primary depends on when they come.
final class PolicyWishes {

    private PolicyWishes() {}

    static Feasibility check(Situation situation, Request.Wish wish) {
        if (situation.view().phase() instanceof Phase.Unregistered) {
            return Feasibility.refused("the cluster has no primary yet: register one first");
        }
        ClusterPolicy policy = situation.view().policy();
        return switch (wish) {
            case Request.Pause(String _, Instant until) ->
                until != null && !until.isAfter(situation.now().instant())
                        ? Feasibility.refused("a pause until " + until + " is over already")
                        : Feasibility.possible(
                                "begin no failover" + (until == null ? " until it is resumed" : " until " + until));
            case Request.Resume _ ->
                policy.paused().isEmpty()
                        ? Feasibility.refused("it is not paused")
                        : Feasibility.possible("fail over again when it is due");
            case Request.Acknowledge _ ->
                policy.failedOver().filter(last -> !last.acknowledged()).isEmpty()
                        ? Feasibility.refused("there is no failover to acknowledge")
                        : Feasibility.possible("the next failover need not wait for minimum-failover-interval");
            case Request.RegisterPrimary _,
                    Request.Switchover _,
                    Request.CloneStandby _,
                    Request.RejoinNode _,
                    Request.AcceptLoss _,
                    Request.RegisterNode _,
                    Request.UnregisterNode _,
                    Request.PromoteStandby _,
                    Request.FollowUpstream _,
                    Request.ServeNode _,
                    Request.CancelSwitchover _,
                    Request.RepeatView _ -> throw new IllegalArgumentException("no wish about the policy: " + wish);
        };
    }

    static void pause(Situation situation, Draft draft, Request request, Request.Pause wish) {
        ClusterPolicy.Pause pause = new ClusterPolicy.Pause(
                request.asked().by(), wish.reason(), situation.now().instant(), wish.until());
        String details = pause.by() + " paused automatic failover"
                + (pause.until() == null ? "" : " until " + pause.until()) + ": " + pause.reason();
        change(situation, draft, situation.view().policy().with(pause), new Draft.Why(Reason.PAUSED, details));
        draft.tell(Happening.of(EventKind.FAILOVER_PAUSED, details)
                .because(Reason.PAUSED)
                .answering(request.id()));
    }

    static void resume(Situation situation, Draft draft, Request request) {
        String details = request.asked().by() + " resumed automatic failover";
        unpause(situation, draft, details);
        draft.tell(Happening.of(EventKind.FAILOVER_RESUMED, details)
                .because(Reason.RESUMED)
                .answering(request.id()));
    }

    static void acknowledge(Situation situation, Draft draft, Request request) {
        ClusterPolicy policy = situation.view().policy();
        ClusterPolicy.LastFailover last = policy.failedOver().orElseThrow();
        String details = request.asked().by() + " acknowledged the failover of " + last.at();
        change(
                situation,
                draft,
                policy.with(new ClusterPolicy.LastFailover(last.at(), last.term(), true)),
                new Draft.Why(Reason.ACKNOWLEDGED, details));
        draft.tell(Happening.of(EventKind.FAILOVER_ACKNOWLEDGED, details)
                .because(Reason.ACKNOWLEDGED)
                .answering(request.id()));
    }

    static void endPauseInTime(Situation situation, Draft draft) {
        situation
                .view()
                .policy()
                .paused()
                .filter(pause -> pause.isOver(situation.now().instant()))
                .ifPresent(pause -> {
                    String details = "the pause that " + pause.by() + " asked for ended at " + pause.until();
                    unpause(situation, draft, details);
                    draft.tell(Happening.of(EventKind.FAILOVER_RESUMED, details).because(Reason.RESUMED));
                });
    }

    private static void unpause(Situation situation, Draft draft, String details) {
        ClusterPolicy.@Nullable Pause none = null;
        change(situation, draft, situation.view().policy().with(none), new Draft.Why(Reason.RESUMED, details));
    }

    private static void change(Situation situation, Draft draft, ClusterPolicy policy, Draft.Why why) {
        draft.bind(policy);
        draft.phase(situation.view().phase(), why);
    }
}
