package io.pgbaton.agent.act;

import io.pgbaton.agent.moves.Lineage;
import io.pgbaton.agent.moves.TimelineHistory;
import io.pgbaton.agent.observe.Observation;
import io.pgbaton.agent.postgres.LogComparison;
import io.pgbaton.agent.postgres.Sessions;
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
    private final LogComparison logs;

    Histories(Body body, Voice voice, Conninfos conninfos, Upstreams upstreams, Ancestry ancestry) {
        this.body = body;
        this.voice = voice;
        this.conninfos = conninfos;
        this.upstreams = upstreams;
        this.ancestry = ancestry;
        this.logs = new LogComparison(
                new Sessions(body.config().server().replication().passfile()), body.directory());
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

    /// Whom to stream from, and whether what this agent has seen of its timelines is enough (see [Lineage#kinship]).
    record Wish(NodeId upstream, boolean trusting) {}

    /// Empty when `turn` was over before the primary had answered.
    Optional<Plan> plan(Wish wish, Turn turn) throws SQLException, IOException {
        ClusterView view = voice.book().log().view();
        NodeId source = view.primary().orElse(wish.upstream());
        var address = conninfos.forStreaming(conninfos.known(view, source));
        Optional<Upstreams.Identity> identity = turn.ask(() -> upstreams.identify(address));
        if (identity.isEmpty()) {
            return Optional.empty();
        }
        TimelineHistory theirs = identity.get().history();
        FreezeAnswer.Position own = position(view, source, identity.get());
        Optional<Lineage.Kinship> kinship = kinship(wish, own, theirs, turn);
        return kinship.map(told -> new Plan(
                wish.upstream(),
                source,
                told instanceof Lineage.Kinship.Other(var opened) ? Optional.of(opened) : Optional.empty(),
                theirs.divergence(own.timeline(), own.furthest())));
    }

    private FreezeAnswer.Position position(ClusterView view, NodeId source, Upstreams.Identity theirs)
            throws IOException {
        Observation seen = body.observer().look();
        if (seen.systemId() != null && !seen.systemId().equals(theirs.systemId())) {
            throw new IOException(view.nameOf(source) + " is database system " + theirs.systemId()
                    + ", the data directory here is " + seen.systemId());
        }
        return Freezing.position(seen).orElseThrow(() -> new IOException("the server here does not answer"));
    }

    private Optional<Lineage.Kinship> kinship(Wish wish, FreezeAnswer.Position own, TimelineHistory theirs, Turn turn)
            throws SQLException, IOException {
        ClusterView view = voice.book().log().view();
        ancestry.settle(own.timeline());
        TimelineHistory ours = body.directory().history(own.timeline());
        Lineage.Kinship kinship = ancestry.kinship(view, ours, theirs, wish.trusting());
        if (!(kinship instanceof Lineage.Kinship.Untold untold)) {
            return Optional.of(kinship);
        }
        var source = conninfos.known(view, view.primary().orElse(wish.upstream()));
        return turn.ask(() -> logs.same(source, theirs, own.timeline(), own.furthest()))
                .map(same -> untold.told(same.orElse(!untold.strange())));
    }
}
