package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an operator asks for. Answered by events that carry the request's id.
public record Request(RequestId id, ClusterId cluster, Asked asked, Wish wish) {

    /// Who asked, when, and whether only to check.
    public record Asked(String by, Instant at, boolean dryRun) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = RegisterPrimary.class, name = "register-primary"),
        @JsonSubTypes.Type(value = Switchover.class, name = "switchover"),
        @JsonSubTypes.Type(value = CloneStandby.class, name = "clone-standby"),
        @JsonSubTypes.Type(value = RejoinNode.class, name = "rejoin-node"),
        @JsonSubTypes.Type(value = Pause.class, name = "pause"),
        @JsonSubTypes.Type(value = Resume.class, name = "resume"),
        @JsonSubTypes.Type(value = Acknowledge.class, name = "acknowledge"),
        @JsonSubTypes.Type(value = AcceptLoss.class, name = "accept-loss"),
        @JsonSubTypes.Type(value = RepeatView.class, name = "repeat-view"),
    })
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public sealed interface Wish {}

    /// Make `node` the first primary of its cluster.
    public record RegisterPrimary(NodeId node) implements Wish {}

    /// Stop the primary cleanly and promote `to`, or the best standby.
    public record Switchover(@Nullable NodeId to) implements Wish {}

    /// Fill `node`'s empty data directory from the primary.
    public record CloneStandby(NodeId node) implements Wish {}

    /// Bring `node` back as a standby now, also out of a halt.
    public record RejoinNode(NodeId node) implements Wish {}

    /// Begin nothing automatic until `until`, or until a [Resume] when null. What an operator asks for is still
    /// done.
    public record Pause(String reason, @Nullable Instant until) implements Wish {}

    /// End a [Pause].
    public record Resume() implements Wish {}

    /// Take note of the last failover: the next one need not wait for `minimum-failover-interval`.
    public record Acknowledge() implements Wish {}

    /// Go on out of a halt, or out of an election that waits, with what there is: promote `to`, or the best of those
    /// that answer. Acknowledged commits may be lost.
    public record AcceptLoss(@Nullable NodeId to) implements Wish {}

    /// Write the view in force once more: the agent of `node` has read the decision log and found none (rule O5).
    public record RepeatView(NodeId node) implements Wish {}
}
