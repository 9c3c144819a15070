package io.pgbaton.agent.reach;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.fleet.Reach;
import io.pgbaton.contracts.json.Wire;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/// Hands on what another agent says, for who cannot reach it. One hop: it is asked for its own look only.
final class Relay {

    private static final String PATH = "/api/v1/reach";
    private static final Duration TO_ANSWER = Duration.ofMillis(4_500);
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private final ClusterId cluster;
    private final Map<NodeId, Shared<Reachability.Answer>> asked = new ConcurrentHashMap<>();

    Relay(ClusterId cluster) {
        this.cluster = cluster;
    }

    Reachability.Answer ask(ClusterView.Member member) {
        try {
            return asked.computeIfAbsent(member.node(), _ -> new Shared<>(Reachability.FRESH))
                    .within(PATIENCE, () -> get(member));
        } catch (TimeoutException e) {
            return notRelayed(member, "no answer within " + PATIENCE.toSeconds() + " s");
        }
    }

    private Reachability.Answer get(ClusterView.Member member) {
        Optional<URI> page = PeerHttp.page(member, PATH);
        if (page.isEmpty()) {
            return notRelayed(member, "its advertised_url is no address");
        }
        try {
            PeerHttp.Answer answer = PeerHttp.get(page.get(), TO_ANSWER);
            if (answer.status() != 200) {
                return notRelayed(member, "HTTP status " + answer.status());
            }
            // read and written anew: what is handed on is a record of ours and nothing else
            return answer.as(Reach.class) instanceof Wire.Known<Reach>(Reach reach)
                            && reach.cluster().equals(cluster)
                            && reach.from().equals(member.node())
                    ? new Reachability.Looked(reach)
                    : notRelayed(member, "what it answered is not that node's look");
        } catch (IOException e) {
            return notRelayed(member, PeerHttp.why(e));
        }
    }

    private static Reachability.Answer notRelayed(ClusterView.Member member, String why) {
        return new Reachability.NotRelayed("the agent of node " + member.node() + " at "
                + member.profile().address().url() + " does not say what it reaches: " + why);
    }
}
