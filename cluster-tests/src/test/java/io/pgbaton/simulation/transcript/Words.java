package io.pgbaton.simulation.transcript;

import io.pgbaton.agent.lease.FreezeReply;
import io.pgbaton.agent.moves.Move;
import io.pgbaton.agent.moves.PromotionStep;
import io.pgbaton.contracts.CloneOptions;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.Term;
import java.util.Optional;

/// Says phases and steps in the words of the docs.
final class Words {

    private Words() {}

    static String of(ClusterView view) {
        String primary = view.primary().map(node -> "n" + node).orElse("nobody");
        return switch (view.phase()) {
            case Phase.Unregistered _ -> "Unregistered";
            case Phase.Steady _ -> "Steady " + primary;
            case Phase.Stopping _ -> "Stopping " + primary;
            case Phase.Freezing(Term next, var _, boolean _, var _) -> "Freezing for term " + next;
            case Phase.Promoting _ -> "Promoting " + primary + " under term " + view.term();
            case Phase.Halted _ -> "Halted";
        };
    }

    /// Empty for a step that says nothing to a person.
    static Optional<String> of(Object step) {
        return switch (step) {
            case Move move -> ofMove(move);
            case FreezeReply reply -> ofReply(reply);
            case PromotionStep promotion -> ofPromotion(promotion);
            case ClusterView.Opened taken ->
                said("has to be cloned anew, " + Reason.TIMELINE_TAKEN + ": timeline " + taken.timeline()
                        + " was opened under term " + taken.term() + " here: " + Reason.TIMELINE_TAKEN.meaning());
            case Object _ -> Optional.empty();
        };
    }

    private static Optional<String> ofMove(Move move) {
        return switch (move) {
            case Move.Fence(Term term, var _, String why) -> said("fences term " + term + ": " + why);
            case Move.Start _ -> said("starts its server, as a standby");
            case Move.Stop _ -> said("stops its server");
            case Move.Follow(NodeId upstream) -> said("follows n" + upstream);
            case Move.Rejoin(NodeId upstream, boolean _) -> said("rejoins n" + upstream);
            case Move.Clone(NodeId upstream, CloneOptions _, RequestId _) -> said("clones n" + upstream);
            case Move.Promote promote ->
                said("promotes under term " + promote.command().term());
            case Move.Serve serve ->
                said("is asked to " + serve.order().service().action().word() + " its server");
            case Move.Refuse(String why) -> said("refuses: " + why);
            case Move.Stay _, Move.Resume _, Move.Freeze _, Move.Adopt _ -> Optional.empty();
        };
    }

    private static Optional<String> ofReply(FreezeReply reply) {
        return switch (reply) {
            case FreezeReply.Promise _ -> said("promises the term, and stops receiving");
            case FreezeReply.Alive _ -> said("does not promise: it heard the primary a moment ago");
            case FreezeReply.Ignore _ -> Optional.empty();
        };
    }

    private static Optional<String> ofPromotion(PromotionStep step) {
        return switch (step) {
            case PromotionStep.FetchTail(var tail) -> said("fetches the end of the log from n" + tail.from());
            case PromotionStep.Call _ -> said("calls pg_promote");
            case PromotionStep.Done _ -> said("is writable");
            case PromotionStep.Abandon(String why) -> said("gives its promotion up: " + why);
            case PromotionStep.Refuse(String why) -> said("refuses its promotion: " + why);
            case PromotionStep.Accept _,
                    PromotionStep.Claim _,
                    PromotionStep.Arm _,
                    PromotionStep.Await _,
                    PromotionStep.Fail _,
                    PromotionStep.GiveWay _ -> Optional.empty();
        };
    }

    private static Optional<String> said(String what) {
        return Optional.of(what);
    }
}
