package io.pgbaton.failover.decide;

import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.failover.evidence.Heard;
import io.pgbaton.failover.evidence.NodeEvidence;
import java.util.Optional;

/// Says, once, of whom nothing is believed: two agents under one node id, and a server of another database system.
final class Strangers {

    private final Situation situation;
    private final Draft draft;

    Strangers(Situation situation, Draft draft) {
        this.situation = situation;
        this.draft = draft;
    }

    void look() {
        situation.evidence().nodes().values().forEach(node -> {
            lookForTwins(node);
            lookForAnotherSystem(node);
        });
    }

    private void lookForTwins(NodeEvidence node) {
        Mark told = Mark.of(Mark.Kind.DUPLICATED, node.node());
        boolean duplicate = node.isDuplicate(situation.moment());
        if (duplicate && !situation.isMarked(told)) {
            refuse(
                    node,
                    Reason.DUPLICATE_NODE,
                    "two agents speak under node id " + node.node() + ": stop the one that is wrong");
            draft.mark(told);
        } else if (!duplicate && situation.isMarked(told)) {
            draft.clear(told);
        }
    }

    private void lookForAnotherSystem(NodeEvidence node) {
        SystemId expected = situation.view().reign().systemId();
        Optional<SystemId> reported = node.systemId();
        if (expected == null || reported.isEmpty()) {
            return;
        }
        Mark told = Mark.of(Mark.Kind.MISMATCHED, node.node());
        boolean differs = !reported.get().equals(expected);
        if (differs && !situation.isMarked(told)) {
            refuse(
                    node,
                    Reason.SYSTEM_ID_MISMATCH,
                    situation.name(node.node()) + " has a data directory of system " + reported.get()
                            + ", the cluster is " + expected + ": clone it, or correct its configuration");
            draft.mark(told);
        } else if (!differs && situation.isMarked(told)) {
            draft.clear(told);
        }
    }

    private void refuse(NodeEvidence node, Reason reason, String details) {
        NodeId id = node.node();
        String boot = node.heard()
                .map(Heard::heartbeat)
                .map(heartbeat -> heartbeat.beat().boot())
                .orElse("");
        draft.tell(Happening.of(EventKind.AGENT_REFUSED, details)
                .failed()
                .about(id)
                .because(reason)
                .occurring(reason + boot));
    }
}
