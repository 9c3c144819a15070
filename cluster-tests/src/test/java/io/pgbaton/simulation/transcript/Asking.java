package io.pgbaton.simulation.transcript;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Request;
import java.util.List;

/// `ask switchover n2`: what an operator wants, in the words of the command line.
record Asking(List<String> words) {

    Request.Wish wish() {
        return switch (words.get(1)) {
            case "register" -> new Request.RegisterPrimary(node());
            case "switchover" -> words.size() > 2 ? new Request.Switchover(node()) : new Request.Switchover(null);
            case "accept-loss" -> words.size() > 2 ? new Request.AcceptLoss(node()) : new Request.AcceptLoss(null);
            case "repeat-view" -> new Request.RepeatView(node());
            case "pause" -> new Request.Pause(rest(), null);
            case "unpause" -> new Request.Resume();
            case "acknowledge" -> new Request.Acknowledge();
            default -> throw new IllegalArgumentException("nobody can ask for " + words.get(1));
        };
    }

    private NodeId node() {
        return new NodeId(Integer.parseInt(words.get(2).substring(1)));
    }

    private String rest() {
        return String.join(" ", words.subList(2, words.size()));
    }
}
