package io.pgbaton.monitor.history;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One row of `repmgr.monitoring_history`: how far a standby was behind when it said so.
public record Sample(ClusterId cluster, NodeId primary, NodeId standby, Instant at, Progress progress) {

    /// `primaryAt` is where the primary's log ended as far as was known then; `standbyAt` what the standby had
    /// received; `applied` the time of its last replayed commit.
    public record Progress(
            Lsn primaryAt,
            @Nullable Lsn standbyAt,
            @Nullable Lsn replayed,
            @Nullable Instant applied) {

        @Nullable
        Long replicationLag() {
            return standbyAt == null ? null : (Long) primaryAt.bytesAheadOf(standbyAt);
        }

        @Nullable
        Long applyLag() {
            return standbyAt == null || replayed == null ? null : (Long) standbyAt.bytesAheadOf(replayed);
        }
    }
}
