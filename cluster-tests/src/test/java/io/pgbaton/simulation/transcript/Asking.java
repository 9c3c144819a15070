package io.pgbaton.simulation.transcript;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.ServiceAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// `ask switchover n2`: what an operator wants, in the words of the command line.
record Asking(List<String> words, Instant now) {

    Request.Wish wish() {
        return switch (words.get(1)) {
            case "register" -> new Request.RegisterPrimary(node());
            case "switchover" -> words.size() > 2 ? new Request.Switchover(node()) : new Request.Switchover(null);
            case "plan" -> new Request.Switchover(node(), null, now.plus(Duration.parse("PT" + words.get(3))));
            case "accept-loss" -> words.size() > 2 ? new Request.AcceptLoss(node()) : new Request.AcceptLoss(null);
            case "register-node" -> new Request.RegisterNode(node());
            case "unregister" -> new Request.UnregisterNode(node(), words.contains("force"));
            case "follow" -> new Request.FollowUpstream(node(), node(3));
            case "promote" -> new Request.PromoteStandby(node());
            case "stop", "start", "restart" ->
                new Request.ServeNode(node(), ServiceAction.valueOf(words.get(1).toUpperCase(Locale.ROOT)));
            case "cancel" -> new Request.CancelSwitchover();
            case "repeat-view" -> new Request.RepeatView(node());
            case "pause" -> new Request.Pause(rest(), null);
            case "unpause" -> new Request.Resume();
            case "acknowledge" -> new Request.Acknowledge();
            default -> throw new IllegalArgumentException("nobody can ask for " + words.get(1));
        };
    }

    private NodeId node() {
        return node(2);
    }

    private NodeId node(int word) {
        return new NodeId(Integer.parseInt(words.get(word).substring(1)));
    }

    private String rest() {
        return String.join(" ", words.subList(2, words.size()));
    }
}
