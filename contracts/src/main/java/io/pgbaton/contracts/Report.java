package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What travels on the heartbeat topic: what agents see, first-hand, and the failover service's own barrier
/// markers.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Heartbeat.class, name = "heartbeat"),
    @JsonSubTypes.Type(value = NodeDescribed.class, name = "node"),
    @JsonSubTypes.Type(value = FreezeAnswer.class, name = "freeze-answer"),
    @JsonSubTypes.Type(value = Marker.class, name = "marker"),
})
public sealed interface Report permits Heartbeat, NodeDescribed, FreezeAnswer, Marker {

    ClusterId cluster();
}
