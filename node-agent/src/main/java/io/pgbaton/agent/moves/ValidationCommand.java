package io.pgbaton.agent.moves;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Phase;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `failover_validation_command` with repmgr's placeholders: `%n` this node's id, `%a` its name, `%v` the visible of
/// the `%u` nodes that share its upstream (both with this one), `%t` all registered nodes, `%%` a percent sign.
public record ValidationCommand(String template, NodeId me, String name) {

    private static final Pattern PLACEHOLDER = Pattern.compile("%([navut%])");

    public String text(ClusterView view, int visible) {
        return PLACEHOLDER
                .matcher(template)
                .replaceAll(found -> Matcher.quoteReplacement(
                        switch (found.group(1)) {
                            case "n" -> me.toString();
                            case "a" -> name;
                            case "v" -> Integer.toString(visible);
                            case "u" -> Integer.toString(sharing(view, me).size());
                            case "t" -> Integer.toString(view.members().size());
                            default -> "%";
                        }));
    }

    /// The servers that stand in an election together: all but the one that was primary.
    public static List<ClusterView.Member> sharing(ClusterView view, NodeId me) {
        return view.members().stream()
                .filter(member -> member.profile().kind() == NodeProfile.Kind.SERVER)
                .filter(member -> member.node().equals(me) || !view.isPrimary(member.node()))
                .toList();
    }

    /// An operator wants this election: the command is not asked.
    public static boolean isAskedFor(Phase phase) {
        return phase instanceof Phase.Freezing freezing
                && freezing.switchover() != null
                && switch (freezing.cause()) {
                    case SWITCHOVER_REQUESTED, CHOSEN_BY_OPERATOR, LOSS_ACCEPTED -> true;
                    default -> false;
                };
    }
}
