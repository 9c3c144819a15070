package io.pgbaton.agent.act;

import io.pgbaton.agent.observe.Observation;
import io.pgbaton.agent.postgres.TimelineHistory;
import io.pgbaton.agent.postgres.Upstreams;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.NodeId;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/// Compares this server's log with the primary's history: whether it is a part of it (rules F8, R2, R4).
final class Histories {

    private final Body body;
    private final Voice voice;
    private final Conninfos conninfos;
    private final Upstreams upstreams;
    private final Ancestry ancestry;

    Histories(Body body, Voice voice, Conninfos conninfos, Upstreams upstreams, Ancestry ancestry) {
        this.body = body;
        this.voice = voice;
        this.conninfos = conninfos;
        this.upstreams = upstreams;
        this.ancestry = ancestry;
    }

    /// `source` is the primary, whose history decides; `upstream` is whom to stream from; `taken` is an own timeline
    /// whose number the source has for another one.
    record Plan(
            NodeId upstream,
            NodeId source,
            Optional<ClusterView.Opened> taken,
            Optional<TimelineHistory.Divergence> divergence) {

        boolean fits() {
            return taken.isEmpty() && divergence.isEmpty();
        }
    }

    /// Empty when `turn` was over before the primary had answered.
    Optional<Plan> plan(NodeId upstream, Turn turn) throws SQLException, IOException {
        ClusterView view = voice.book().log().view();
        NodeId source = view.primary().orElse(upstream);
        var address = conninfos.forStreaming(conninfos.known(view, source));
        Optional<Upstreams.Identity> identity = turn.ask(() -> upstreams.identify(address));
        return identity.isEmpty() ? Optional.empty() : Optional.of(compare(upstream, view, identity.get()));
    }

    private Plan compare(NodeId upstream, ClusterView view, Upstreams.Identity theirs) throws IOException {
        NodeId source = view.primary().orElse(upstream);
        Observation seen = body.observer().look();
        if (seen.systemId() != null && !seen.systemId().equals(theirs.systemId())) {
            throw new IOException(view.nameOf(source) + " is database system " + theirs.systemId()
                    + ", the data directory here is " + seen.systemId());
        }
        FreezeAnswer.Position own =
                Freezing.position(seen).orElseThrow(() -> new IOException("the server here does not answer"));
        ancestry.settle(own.timeline());
        return new Plan(
                upstream,
                source,
                ancestry.taken(view, body.directory().history(own.timeline()), theirs.history()),
                theirs.history().divergence(own.timeline(), own.furthest()));
    }
}
