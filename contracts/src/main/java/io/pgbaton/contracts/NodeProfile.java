package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What a node's configuration says of it. No secrets: the `conninfo` goes without its password. `upstream` is repmgr's
/// `upstream_node_id`: the standby this one is to stream from, null for the primary.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodeProfile(
        String name,
        Kind kind,
        Election election,
        Address address,
        Software software,
        @Nullable NodeId upstream) {

    @JsonCreator
    public NodeProfile {}

    /// Streams from the primary.
    public NodeProfile(String name, Kind kind, Election election, Address address, Software software) {
        this(name, kind, election, address, software, null);
    }

    public enum Kind {
        SERVER,
        WITNESS
    }

    /// repmgr's `priority` (0 is never promoted), `location`, and `failover` (false: manual).
    public record Election(int priority, String location, boolean automatic) {}

    /// `conninfo` is how every node reaches this server (libpq keywords); `url` is where its agent answers HTTP.
    public record Address(String conninfo, String url) {}

    /// The agent's version, and PostgreSQL's `server_version_num` once known.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Software(String agent, @Nullable Integer postgres) {}
}
