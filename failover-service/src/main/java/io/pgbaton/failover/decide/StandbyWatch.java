package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.failover.evidence.Condition;
import io.pgbaton.failover.evidence.Heard;
import java.time.Duration;

/// Tells when a standby is down and when it is back, each once.
final class StandbyWatch {

    private static final Duration DOWN_FOR = Duration.ofSeconds(3);
    private static final Duration UP_FOR = Duration.ofSeconds(1);

    private final Situation situation;
    private final Draft draft;

    StandbyWatch(Situation situation, Draft draft) {
        this.situation = situation;
        this.draft = draft;
    }

    void look() {
        situation.view().members().stream()
                .filter(member -> member.profile().kind() == NodeProfile.Kind.SERVER)
                .filter(member -> !situation.view().isPrimary(member.node()))
                .map(ClusterView.Member::node)
                .forEach(this::look);
    }

    private void look(NodeId node) {
        Mark down = Mark.of(Mark.Kind.DOWN, node);
        boolean rests = situation.orders().resting().contains(node);
        if (!situation.isMarked(down) && isDown(node) && (!rests || isSilent(node))) {
            draft.mark(down);
            draft.tell(Happening.of(EventKind.STANDBY_FAILURE, situation.name(node) + " is down: " + whatIsWrong(node))
                    .failed()
                    .about(node)
                    .occurring(occurrence(node)));
        } else if (situation.isMarked(down) && isUp(node)) {
            draft.clear(down);
            draft.tell(Happening.of(EventKind.STANDBY_RECOVERY, situation.name(node) + " runs as a standby again")
                    .about(node)
                    .occurring(occurrence(node)));
        }
        Courses.correct(situation, draft, node);
    }

    private boolean isDown(NodeId node) {
        return isSilent(node) || lastsAs(node, Condition.DOWN, DOWN_FOR);
    }

    private boolean isUp(NodeId node) {
        boolean runs = lastsAs(node, Condition.STREAMING, UP_FOR) || lastsAs(node, Condition.DETACHED, UP_FOR);
        return runs && situation.isHeard(node);
    }

    private boolean isSilent(NodeId node) {
        return situation
                        .evidence()
                        .silence(node, situation.moment())
                        .compareTo(situation.rules().standbySilence())
                >= 0;
    }

    private boolean lastsAs(NodeId node, Condition condition, Duration atLeast) {
        return situation
                .of(node)
                .heard()
                .filter(heard -> heard.condition() == condition)
                .filter(heard -> heard.lasted(situation.moment()).compareTo(atLeast) >= 0)
                .isPresent();
    }

    private String whatIsWrong(NodeId node) {
        if (isSilent(node)) {
            return "nothing heard of its agent for more than "
                    + situation.rules().standbySilence().toMillis() + " ms";
        }
        return situation
                .of(node)
                .heartbeat()
                .map(heartbeat -> "its server is " + heartbeat.server().state())
                .orElse("its server is unknown");
    }

    /// Two outages of one node under one view version are two events.
    private String occurrence(NodeId node) {
        return situation
                .of(node)
                .heard()
                .map(Heard::heartbeat)
                .map(heartbeat ->
                        heartbeat.beat().boot() + "/" + heartbeat.beat().sequence())
                .orElse("never heard");
    }
}
