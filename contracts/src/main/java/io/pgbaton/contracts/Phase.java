package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/// Where a cluster is between two primaries. It is part of the view, so that any instance of the failover service
/// can finish what another began (rule O2).
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "in")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Phase.Unregistered.class, name = "unregistered"),
    @JsonSubTypes.Type(value = Phase.Steady.class, name = "steady"),
    @JsonSubTypes.Type(value = Phase.Stopping.class, name = "stopping"),
    @JsonSubTypes.Type(value = Phase.Freezing.class, name = "freezing"),
    @JsonSubTypes.Type(value = Phase.Promoting.class, name = "promoting"),
    @JsonSubTypes.Type(value = Phase.Halted.class, name = "halted"),
})
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public sealed interface Phase {

    /// No primary has been registered yet.
    record Unregistered() implements Phase {}

    /// One primary, nothing under way.
    record Steady() implements Phase {}

    /// A switchover has asked the primary to stop cleanly.
    record Stopping(Switchover switchover) implements Phase {}

    /// The election of `next` is open (rule F4): standbys promise it and answer with their positions.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Freezing(
            Term next,
            Reason cause,
            boolean released,
            @Nullable Switchover switchover) implements Phase {}

    /// The view's primary is the candidate, and has been told; `former` is the primary before it.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Promoting(
            @Nullable NodeId former, Reason cause, @Nullable Switchover switchover) implements Phase {}

    /// Needs a person: left only by an operator's request, never by a timer.
    record Halted(Reason reason, String advice) implements Phase {}

    /// What an operator asked for: `to` is the standby to promote, null for the best one.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Switchover(RequestId request, @Nullable NodeId to) {}
}
