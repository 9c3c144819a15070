package io.pgbaton.failover.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.ServiceAction;
import io.pgbaton.contracts.json.Wire;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an operator sends: who asks, for what, whether only to check, and an id when asking twice shall be asking
/// once.
record RequestBody(
        @Nullable String by,
        @Nullable Boolean dryRun,
        @Nullable String id,
        Request.@Nullable Wish wish) {

    private static final int LONGEST_NAME = 100;
    /// The other wishes need not name a node.
    private static final NodeId ANY = new NodeId(1);

    /// Throws [IllegalArgumentException] with a line for the operator.
    static RequestBody parse(String json) {
        try {
            RequestBody body = Wire.mapper().readValue(json, RequestBody.class);
            if (body == null || body.wish() == null) {
                throw new IllegalArgumentException("the body names no wish: {\"by\":\"…\",\"wish\":{\"type\":\"…\"}}");
            }
            checkNode(body.wish());
            return body;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the body is not a request: "
                            + e.getOriginalMessage().lines().findFirst().orElse("unreadable"),
                    e);
        }
    }

    private static void checkNode(Request.Wish wish) {
        @Nullable
        NodeId node = switch (wish) {
            case Request.RegisterPrimary(NodeId named) -> named;
            case Request.CloneStandby clone -> clone.node();
            case Request.RejoinNode(NodeId named) -> named;
            case Request.RepeatView(NodeId named) -> named;
            case Request.RegisterNode(NodeId named) -> named;
            case Request.UnregisterNode(NodeId named, boolean _) -> named;
            case Request.FollowUpstream(NodeId named, NodeId _) -> named;
            case Request.PromoteStandby(NodeId named) -> named;
            case Request.ServeNode(NodeId named, ServiceAction _) -> named;
            case Request.Switchover _,
                    Request.CancelSwitchover _,
                    Request.Pause _,
                    Request.Resume _,
                    Request.Acknowledge _,
                    Request.AcceptLoss _ -> ANY;
        };
        if (node == null) {
            throw new IllegalArgumentException("the wish names no node: {\"type\":\"…\",\"node\":1}");
        }
    }

    Request request(ClusterId cluster, String freshId, Instant now) {
        if (by == null || by.isBlank() || by.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("\"by\" says who asks: 1 to " + LONGEST_NAME + " characters");
        }
        if (wish == null) {
            throw new IllegalArgumentException("the body names no wish");
        }
        return new Request(
                new RequestId(id == null ? freshId : id),
                cluster,
                new Request.Asked(by, now, Boolean.TRUE.equals(dryRun)),
                wish);
    }
}
