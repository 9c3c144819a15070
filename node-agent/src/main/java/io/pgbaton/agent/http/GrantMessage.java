package io.pgbaton.agent.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Term;
import org.jspecify.annotations.Nullable;

/// What two agents say to each other over the peer route of a lease (rule L2): JSON, signed with the cluster's
/// secret.
final class GrantMessage {

    static final String PATH = "/api/v1/lease/grant";
    static final String SIGNATURE = "X-Pgbaton-Signature";

    private GrantMessage() {}

    /// `nonce` is new with each request, and the answer's signature covers it: an old answer cannot be replayed.
    /// The request's signature covers path and body.
    record Asked(
            ClusterId cluster,
            Term term,
            long view,
            NodeId from,
            @Nullable String nonce) {}

    /// `promised` is the follower's highest promise; the answer's signature covers path, request body and answer
    /// body.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answered(
            boolean granted, Term promised, @Nullable String why) {}
}
