package io.pgbaton.agent.observe;

import io.pgbaton.agent.config.Conninfo;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import java.util.Optional;

/// Which node a `primary_conninfo` leads to: the member with the same host and port.
public final class Upstream {

    private Upstream() {}

    public static Optional<NodeId> nodeOf(String primaryConninfo, ClusterView view) {
        if (primaryConninfo.isBlank()) {
            return Optional.empty();
        }
        Optional<Conninfo> followed = parsed(primaryConninfo);
        return view.members().stream()
                .filter(member -> followed.isPresent()
                        && parsed(member.profile().address().conninfo())
                                .filter(own -> own.reaches(followed.get()))
                                .isPresent())
                .map(ClusterView.Member::node)
                .findFirst();
    }

    private static Optional<Conninfo> parsed(String text) {
        try {
            return Optional.of(Conninfo.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
