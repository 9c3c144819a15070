package io.pgbaton.agent.kafka;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Report;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.contracts.json.Wire;
import java.util.List;

/// Writes and reads, once and for nobody, the records that only an election brings: the first of a kind costs tens
/// of milliseconds while its classes are loaded, and an election is no time for that.
final class Rehearsal {

    private Rehearsal() {}

    static void play(ClusterId cluster, NodeId node) {
        Term term = new Term(1);
        Decision.Tail tail = new Decision.Tail(node, "http://127.0.0.1", 1, false);
        List<Decision> asked = List.of(
                new Decision.Freeze(cluster, 1, term, true),
                new Decision.Promote(cluster, 1, term, node, tail),
                new Decision.Claim(cluster, 1, term, node, "rehearsal"),
                new Decision.Follow(cluster, 1, term, node, node));
        asked.forEach(decision -> Wire.read(Wire.write(decision), Decision.class));
        Report answer = FreezeAnswer.promised(
                cluster, node, term, new FreezeAnswer.Position(new Timeline(1), new Lsn(0), new Lsn(0)));
        Wire.write(answer);
    }
}
