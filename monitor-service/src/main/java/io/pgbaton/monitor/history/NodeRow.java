package io.pgbaton.monitor.history;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.monitor.fleet.ClusterNow;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One row of `repmgr.nodes`, as the view and the heartbeats have it now.
record NodeRow(ClusterId cluster, NodeId node, @Nullable NodeId upstream, Registered registered, NodeProfile profile) {

    /// `type` in repmgr's words; `active` while its agent says that its server runs.
    record Registered(String type, boolean active) {}

    private static final Pattern USER = Pattern.compile("(?:^|\\s)user\\s*=\\s*'?([^\\s']+)");
    private static final Pattern PASSWORD = Pattern.compile("(?i)\\bpassword\\s*=\\s*('(?:[^'\\\\]|\\\\.)*'|\\S+)");

    static List<NodeRow> of(ClusterNow now) {
        return now.view().members().stream().map(member -> of(now, member)).toList();
    }

    private static NodeRow of(ClusterNow now, ClusterView.Member member) {
        NodeId node = member.node();
        Role role = now.role(node);
        boolean runs = role == Role.WITNESS
                || now.node(node).state().filter(ServerState.RUNNING::equals).isPresent();
        NodeId upstream =
                role == Role.PRIMARY ? null : now.node(node).upstream().orElse(member.upstream());
        return new NodeRow(
                now.picture().cluster(),
                node,
                upstream,
                new Registered(role.name().toLowerCase(Locale.ROOT), runs && now.isFresh(node)),
                now.profile(node).orElse(member.profile()));
    }

    /// Agents send it without a password; a table that people read must not depend on that.
    String conninfo() {
        return PASSWORD.matcher(profile.address().conninfo()).replaceAll("").strip();
    }

    String replicationUser() {
        Matcher user = USER.matcher(profile.address().conninfo());
        return user.find()
                ? user.group(1).substring(0, Math.min(63, user.group(1).length()))
                : "";
    }
}
