package io.pgbaton.contracts.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/v1/history/cleanup`: delete the samples of a cluster, or of one standby, that are older than
/// `keepDays` days (0: all). `deletedBefore` is what earlier calls of the same cleanup have deleted: one call works for
/// some seconds only.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HistoryCleanup(ClusterId cluster, @Nullable NodeId node, int keepDays, Asked asked, long deletedBefore) {

    /// By whom. With `dryRun` rows are counted and none is deleted.
    public record Asked(String by, boolean dryRun) {}

    /// `samples` went in this call, or would go; `complete` when none is left.
    public record Done(long samples, boolean complete) {}
}
