package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
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
        @JsonSubTypes.Type(value = RegisterNode.class, name = "register-node"),
        @JsonSubTypes.Type(value = UnregisterNode.class, name = "unregister-node"),
        @JsonSubTypes.Type(value = PromoteStandby.class, name = "promote-standby"),
        @JsonSubTypes.Type(value = FollowUpstream.class, name = "follow-upstream"),
        @JsonSubTypes.Type(value = ServeNode.class, name = "serve-node"),
        @JsonSubTypes.Type(value = CancelSwitchover.class, name = "cancel-switchover"),
    })
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public sealed interface Wish {}

    /// Make `node` the first primary of its cluster.
    public record RegisterPrimary(NodeId node) implements Wish {}

    /// Stop the primary cleanly and promote `to`, or the best standby; at `at`, or now when that is null. With
    /// `force` also where that costs clients more than a moment: long transactions, a full archive queue, a standby
    /// that lags.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Switchover(
            @Nullable NodeId to,
            @Nullable Boolean force,
            @Nullable Instant at) implements Wish {

        @JsonCreator
        public Switchover {}

        public Switchover(@Nullable NodeId to) {
            this(to, null, null);
        }

        public boolean byForce() {
            return Boolean.TRUE.equals(force);
        }
    }

    /// Forget the switchover that is planned for later.
    public record CancelSwitchover() implements Wish {}

    /// Fill `node`'s empty data directory: from `upstream`, from which it streams from then on, or from the primary
    /// when that is null.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record CloneStandby(
            NodeId node,
            @Nullable NodeId upstream,
            @Nullable CloneOptions options) implements Wish {

        @JsonCreator
        public CloneStandby {}

        public CloneStandby(NodeId node) {
            this(node, null, null);
        }
    }

    /// Bring `node` back as a standby now, also out of a halt.
    public record RejoinNode(NodeId node) implements Wish {}

    /// Begin nothing automatic until `until`, or until a [Resume] when null. What an operator asks for is still
    /// done.
    public record Pause(String reason, @Nullable Instant until) implements Wish {}

    /// End a [Pause].
    public record Resume() implements Wish {}

    /// Take note of the last failover: the next one need not wait for `minimum-failover-interval`.
    public record Acknowledge() implements Wish {}

    /// Go on out of a halt, or out of an election that waits, with what there is: promote `to`, or the best of
    /// those that answer. Acknowledged commits may be lost.
    public record AcceptLoss(@Nullable NodeId to) implements Wish {}

    /// Let `node` be a member again after an [UnregisterNode]; others join by themselves.
    public record RegisterNode(NodeId node) implements Wish {}

    /// Take `node` out of the cluster for good. Its server runs on and goes on streaming; nothing is decided about
    /// it any more. Not the primary; with `force` also when other standbys are to stream from it.
    public record UnregisterNode(NodeId node, boolean force) implements Wish {}

    /// Promote `to` after the primary was lost and nothing automatic happens.
    public record PromoteStandby(NodeId to) implements Wish {}

    /// Have `node` stream from `upstream` from now on, or from whoever is primary when that is null.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record FollowUpstream(NodeId node, @Nullable NodeId upstream) implements Wish {}

    /// Have the agent of `node` do something to its server.
    public record ServeNode(NodeId node, ServiceAction action) implements Wish {}

    /// Write the view in force once more: the agent of `node` has read the decision log and found none (rule O5).
    public record RepeatView(NodeId node) implements Wish {}
}
