package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/// A record of the decision log, `pgbaton.decisions`: what the failover service wants done, and who claims to be
/// primary, in the order that decides.
///
/// Each but a [Claim] names in `basedOn` the version of the view it is based on. A [ViewChanged] is in force when
/// `basedOn` is
/// the version in force before it (zero: none) and carries version `basedOn + 1`; a command is in force when its
/// `basedOn` is the version in force. Everybody ignores the others alike: the first in log order wins (rule O4).
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Decision.ViewChanged.class, name = "view"),
    @JsonSubTypes.Type(value = Decision.Freeze.class, name = "freeze"),
    @JsonSubTypes.Type(value = Decision.Claim.class, name = "claim"),
    @JsonSubTypes.Type(value = Decision.Promote.class, name = "promote"),
    @JsonSubTypes.Type(value = Decision.Follow.class, name = "follow"),
    @JsonSubTypes.Type(value = Decision.Rejoin.class, name = "rejoin"),
    @JsonSubTypes.Type(value = Decision.Fence.class, name = "fence"),
    @JsonSubTypes.Type(value = Decision.Clone.class, name = "clone"),
    @JsonSubTypes.Type(value = Decision.Start.class, name = "start"),
    @JsonSubTypes.Type(value = Decision.Stop.class, name = "stop"),
    @JsonSubTypes.Type(value = Decision.Serve.class, name = "serve"),
})
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public sealed interface Decision {

    ClusterId cluster();

    long basedOn();

    Term term();

    /// A new version of the view, and why.
    record ViewChanged(ClusterView view, long basedOn, Reason reason, String explanation) implements Decision {
        @Override
        public ClusterId cluster() {
            return view.cluster();
        }

        @Override
        public Term term() {
            return view.term();
        }
    }

    /// Opens the election of `term` (rule F4): every server node but a primary that is still writable promises it,
    /// stops receiving and answers with a [FreezeAnswer]. `released` means the old primary's lease is given back,
    /// so nobody need wait for having heard it lately (rule F3).
    record Freeze(ClusterId cluster, long basedOn, Term term, boolean released) implements Decision {}

    /// `node` begins, or begins again, the bus route of its lease of `term` (rule L1c). The only record of this
    /// log that an agent writes. It is good when everything before it still says that `node` is primary under
    /// `term` and no election is open; `nonce` is new with each claim, so that an agent knows its own. `basedOn`
    /// is the version the agent has adopted and decides nothing. Counts as a heartbeat for whoever reads it.
    record Claim(ClusterId cluster, long basedOn, Term term, NodeId node, String nonce) implements Decision {}

    /// One step for one node.
    sealed interface NodeCommand extends Decision {
        NodeId node();
    }

    /// Become primary under `term` (rule F7). With `tail`, first fetch what the old primary's disk still holds.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Promote(
            ClusterId cluster,
            long basedOn,
            Term term,
            NodeId node,
            @Nullable Tail tail) implements NodeCommand {}

    /// The end of the old primary's log, served by its agent at `url`, for at most `timeoutMillis` (rule F5a).
    /// Whoever cannot fetch a `required` one to its end gives the term up, so that the old primary can be chosen
    /// again.
    record Tail(NodeId from, String url, long timeoutMillis, boolean required) {}

    /// Stream from `upstream` (rule F8): a reload, no restart.
    record Follow(ClusterId cluster, long basedOn, Term term, NodeId node, NodeId upstream) implements NodeCommand {}

    /// Come back as a standby of `upstream`, rewinding when the timelines have diverged; `cloneAllowed` allows a
    /// new base backup when rewinding is impossible (rule R2).
    record Rejoin(ClusterId cluster, long basedOn, Term term, NodeId node, Returning how) implements NodeCommand {}

    record Returning(NodeId upstream, boolean cloneAllowed) {}

    /// Stop the server cleanly and never write again under `term` or below (rule L4). The answer is a heartbeat
    /// with `fenced` at or above `term`.
    record Fence(ClusterId cluster, long basedOn, Term term, NodeId node) implements NodeCommand {}

    /// Fill an empty data directory with a copy of `upstream` and follow it. `request` tells one from the next, so
    /// that an agent fills a directory that is emptied later only when it is asked again.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Clone(
            ClusterId cluster,
            long basedOn,
            Term term,
            NodeId node,
            NodeId upstream,
            @Nullable CloneOptions options,
            @Nullable RequestId request)
            implements NodeCommand {

        @JsonCreator
        public Clone {}

        public Clone(ClusterId cluster, long basedOn, Term term, NodeId node, NodeId upstream) {
            this(cluster, basedOn, term, node, upstream, null, null);
        }
    }

    /// Start the server, as a standby.
    record Start(ClusterId cluster, long basedOn, Term term, NodeId node) implements NodeCommand {}

    /// Stop a standby and leave it stopped until a [Start].
    record Stop(ClusterId cluster, long basedOn, Term term, NodeId node) implements NodeCommand {}

    /// Do `action` once: restart, reload or checkpoint. It is done by the run of the agent that reads it as it
    /// comes, and by no later one; `request` tells one from the next.
    record Serve(ClusterId cluster, long basedOn, Term term, NodeId node, Service service) implements NodeCommand {}

    record Service(ServiceAction action, RequestId request) {}
}
