package io.pgbaton.failover.decide;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.fleet.WhatIf;

/// Chooses what happens next to one cluster. It looks at what is known, never at what just happened: a lost or late
/// event costs time, not sense, and a service that restarts in any phase goes on from it (rule O2).
public final class FailoverPolicy {

    private final FailoverRules rules;

    public FailoverPolicy(FailoverRules rules) {
        this.rules = rules;
    }

    public Verdict decide(ClusterState state, Now now) {
        Situation situation = new Situation(state, rules, now);
        Draft draft = new Draft(situation);
        PolicyWishes.endPauseInTime(situation, draft);
        if (draft.hasChange()) {
            return draft.verdict();
        }
        new Strangers(situation, draft).look();
        switch (state.view().phase()) {
            case Phase.Unregistered _ -> Petitions.answer(situation, draft);
            case Phase.Steady _ -> new WhileSteady(situation, draft).decide();
            case Phase.Stopping stopping -> {
                new WhileStopping(situation, stopping, draft).decide();
                answerMeanwhile(situation, draft);
            }
            case Phase.Freezing freezing -> {
                new WhileFreezing(situation, freezing, draft).decide();
                answerMeanwhile(situation, draft);
            }
            case Phase.Promoting promoting -> {
                new WhilePromoting(situation, promoting, draft).decide();
                answerMeanwhile(situation, draft);
            }
            case Phase.Halted halted -> new WhileHalted(situation, halted, draft).decide();
        }
        return draft.verdict();
    }

    /// While the primary changes, requests wait, and are refused when that takes too long.
    private static void answerMeanwhile(Situation situation, Draft draft) {
        if (!draft.hasChange()) {
            Petitions.answer(situation, draft);
        }
    }

    /// What would happen if `node`, a member, died now; nothing is done.
    public WhatIf whatIf(ClusterState state, NodeId node, Now now) {
        return new Foresight(new Situation(state, rules, now)).ifDied(node);
    }

    /// What would come of a request now; nothing is done.
    public Feasibility check(ClusterState state, Request.Wish wish, Now now) {
        return new RequestCheck(new Situation(state, rules, now)).check(wish);
    }
}
