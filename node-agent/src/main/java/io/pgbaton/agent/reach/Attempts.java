package io.pgbaton.agent.reach;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.config.Conninfo;
import io.pgbaton.agent.postgres.Sessions;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeDescribed;
import io.pgbaton.contracts.fleet.Reach;
import io.pgbaton.contracts.json.Wire;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/// Tries the way to one member's server, and to its agent.
final class Attempts {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String NODE_PAGE = "/api/v1/node";

    private final AgentConfig.Node me;
    private final Sessions sessions;

    Attempts(AgentConfig config) {
        this.me = config.node();
        this.sessions = new Sessions(config.server().replication().passfile());
    }

    /// A whole login, with this agent's credentials: a port that answers is not yet a server that lets us in.
    Reach.Way toServer(ClusterView.Member member) {
        try (Connection _ = sessions.open(conninfo(member), PATIENCE)) {
            return Reach.Way.OPEN;
        } catch (SQLException | IllegalArgumentException e) {
            return Reach.Way.blocked(OneLine.of(e));
        }
    }

    /// What a member says of itself lacks its password, and this node knows its own.
    private Conninfo conninfo(ClusterView.Member member) {
        return member.node().equals(me.id())
                ? me.conninfo()
                : Conninfo.parse(member.profile().address().conninfo());
    }

    Reach.Way toAgent(ClusterView.Member member) {
        Optional<URI> page = PeerHttp.page(member, NODE_PAGE);
        if (page.isEmpty()) {
            return Reach.Way.blocked(
                    "its advertised_url \"" + member.profile().address().url() + "\" is no address");
        }
        String base = member.profile().address().url();
        try {
            return judged(member, base, PeerHttp.get(page.get(), PATIENCE));
        } catch (IOException e) {
            return Reach.Way.blocked(base + ": " + PeerHttp.why(e));
        }
    }

    private record Page(NodeDescribed described) {}

    /// Somebody else's page at that address is not the agent.
    private Reach.Way judged(ClusterView.Member member, String base, PeerHttp.Answer answer) {
        if (answer.status() != 200) {
            return Reach.Way.blocked(base + " answered with HTTP status " + answer.status());
        }
        if (!(answer.as(Page.class) instanceof Wire.Known<Page>(Page(NodeDescribed found)))) {
            return Reach.Way.blocked(base + " is not a pgbaton agent");
        }
        boolean meant = found.cluster().equals(me.cluster()) && found.node().equals(member.node());
        return meant
                ? Reach.Way.OPEN
                : Reach.Way.blocked(base + " is the agent of node " + found.node() + " of cluster " + found.cluster());
    }
}
