package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one node is, said by its agent every heartbeat interval and at once when something changed. Under 600 bytes.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Heartbeat(
        ClusterId cluster,
        NodeId node,
        Beat beat,
        Standing standing,
        Server server,
        @Nullable Sight sight) implements Report {

    @JsonCreator
    public Heartbeat {}

    public Heartbeat(ClusterId cluster, NodeId node, Beat beat, Standing standing, Server server) {
        this(cluster, node, beat, standing, server, null);
    }

    /// A witness's look at the primary: how many milliseconds ago the agent of `primary` answered it last, null when
    /// it never has. It is evidence for people; no lease depends on it.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Sight(NodeId primary, @Nullable Long answeredMillisAgo) {}

    /// Which run of the agent speaks and the how-manieth time.
    /// `boot` is new with each start of the agent; `intervalMillis` is when to expect the next one, at the latest.
    public record Beat(String boot, long sequence, long intervalMillis) {}

    /// What the agent has bound itself to, as it stands on its disk (`promised`, `fenced`) and in the log it has
    /// read. `term` is the term it acts under; a `fenced` at or above a term releases the lease of that term (rule
    /// L4); `view` is the version of the view it has adopted.
    public record Standing(Term term, Term promised, Term fenced, long view) {}

    /// `role` and `replication` are null while no server answers; `wal` is then what a server that is down said last to
    /// this run of the agent, null when that is unknown; `systemId` is null without a data directory.
    /// `copying` is null unless another server is being copied into it.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Server(
            ServerState state,
            @Nullable Role role,
            @Nullable SystemId systemId,
            @Nullable Wal wal,
            @Nullable Replication replication,
            @Nullable Copying copying) {

        @JsonCreator
        public Server {}

        public Server(
                ServerState state,
                @Nullable Role role,
                @Nullable SystemId systemId,
                @Nullable Wal wal,
                @Nullable Replication replication) {
            this(state, role, systemId, wal, replication, null);
        }
    }

    /// Where the server is in its log. A primary has `written` and `flushed`; a standby `received`, `flushed` and
    /// `replayed`.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Wal(
            Timeline timeline,
            @Nullable Lsn written,
            @Nullable Lsn flushed,
            @Nullable Lsn received,
            @Nullable Lsn replayed) {}

    /// `upstream` and `receiver` (the state in `pg_stat_wal_receiver`) are a standby's; `lagBytes` is from what its
    /// upstream last said it had written to what is replayed here, `lagMillis` the age of the last replayed commit
    /// (zero when everything received is replayed); `attached` are `application_name:state` of
    /// `pg_stat_replication`.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Replication(
            @Nullable NodeId upstream,
            @Nullable String receiver,
            @Nullable Long lagBytes,
            @Nullable Long lagMillis,
            List<String> attached) {

        public Replication {
            attached = attached == null ? List.of() : List.copyOf(attached);
        }
    }

    public boolean releases(Term term) {
        return term.isAbove(Term.NONE) && standing.fenced().isAtLeast(term);
    }

    public boolean servesAs(Role role) {
        return server.state() == ServerState.RUNNING && server.role() == role;
    }
}
