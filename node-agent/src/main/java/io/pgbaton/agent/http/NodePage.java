package io.pgbaton.agent.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.NodeDescribed;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/api/v1/node`: all the agent knows at the moment. `slots` are the bytes of log that each replication slot holds
/// back, `idleSlots` those that nobody uses; `archiveReady` are the segments that wait to be archived, null without a
/// data directory.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodePage(
        NodeDescribed described,
        Heartbeat heartbeat,
        LeasePage lease,
        @Nullable ClusterView view,
        long busAckAgeMillis,
        Map<String, Long> slots,
        List<String> idleSlots,
        @Nullable Long archiveReady) {}
