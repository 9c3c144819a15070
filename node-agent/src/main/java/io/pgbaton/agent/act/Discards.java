package io.pgbaton.agent.act;

import io.pgbaton.agent.moves.TimelineHistory;
import io.pgbaton.agent.postgres.DiscardedLog;
import io.pgbaton.agent.postgres.Programs;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells what a rewind discards, and sets it aside before it is gone (rule R2).
final class Discards {

    private static final Logger LOG = LoggerFactory.getLogger(Discards.class);

    private final DiscardedLog log;

    Discards(Body body) {
        Programs programs = new Programs(body.config().server().binaries(), Map.of());
        this.log =
                new DiscardedLog(programs, body.directory(), body.state().path().resolve("discarded"));
    }

    /// The data of the rejoin's event. A report that cannot be made keeps nobody from coming back.
    Map<String, String> of(TimelineHistory.Divergence divergence) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put("discarded_bytes", Long.toString(divergence.bytes()));
        data.put("diverged_timeline", divergence.timeline().toString());
        divergence.fork().ifPresent(fork -> {
            data.put("diverged_at", fork.toString());
            try {
                DiscardedLog.Discarded discarded = log.keep(divergence.timeline(), fork, divergence.bytes());
                data.put("discarded_to", discarded.to().toString());
                discarded
                        .transactions()
                        .ifPresent(commits -> data.put("discarded_transactions", Long.toString(commits)));
                discarded.kept().ifPresent(kept -> data.put("discarded_kept_in", kept.toString()));
            } catch (IOException e) {
                LOG.warn("the log that a rewind discards cannot be set aside: {}", Body.oneLine(e));
            }
        });
        return data;
    }

    static String words(Map<String, String> data) {
        String transactions = data.get("discarded_transactions");
        String kept = data.get("discarded_kept_in");
        return (transactions == null ? "" : ", with " + transactions + " committed transactions")
                + (kept == null ? "" : "; the log is kept in " + kept);
    }
}
