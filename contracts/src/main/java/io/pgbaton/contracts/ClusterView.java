package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The failover service's stored picture of one cluster. `version` grows by one with each change; `primary` is null
/// until one is registered; `systemId` is that of the registered primary. A view without a `policy` has
/// [ClusterPolicy#NONE].
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ClusterView(
        ClusterId cluster,
        long version,
        Reign reign,
        Phase phase,
        List<Member> members,
        @Nullable ClusterPolicy policy) {

    @JsonCreator
    public ClusterView {
        members = members == null ? List.of() : List.copyOf(members);
        policy = policy == null ? ClusterPolicy.NONE : policy;
    }

    public ClusterView(ClusterId cluster, long version, Reign reign, Phase phase, List<Member> members) {
        this(cluster, version, reign, phase, members, ClusterPolicy.NONE);
    }

    @Override
    public ClusterPolicy policy() {
        return policy == null ? ClusterPolicy.NONE : policy;
    }

    /// Who is primary, under which term. `timeline` is the one it opened, once it said so. `opened` says of the
    /// timelines of this cluster's history which term opened them, oldest first (rule R4): a number alone does not
    /// tell one timeline from another. `before` is who was primary last, as long as this reign has not been seen to
    /// begin: candidates may fail one after the other.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Reign(
            Term term,
            @Nullable NodeId primary,
            @Nullable SystemId systemId,
            @Nullable Timeline timeline,
            List<Opened> opened,
            @Nullable Held before) {

        public static final Reign NONE = new Reign(Term.NONE, null, null, null);

        /// A log that still lacks so many failovers is not rewound anyway.
        public static final int MOST_OPENED = 64;

        @JsonCreator
        public Reign {
            opened = opened == null ? List.of() : List.copyOf(opened);
            opened = opened.subList(Math.max(0, opened.size() - MOST_OPENED), opened.size());
        }

        public Reign(Term term, @Nullable NodeId primary, @Nullable SystemId systemId, @Nullable Timeline timeline) {
            this(term, primary, systemId, timeline, List.of(), null);
        }

        /// Who has all that was written so far, once fenced: this reign's primary if it was seen to begin, else the one
        /// before it. Empty before the first.
        public Optional<Held> held() {
            return timeline == null || primary == null
                    ? Optional.ofNullable(before)
                    : Optional.of(new Held(primary, term));
        }
    }

    /// A node that was primary, and the last term it was seen to be.
    public record Held(NodeId node, Term term) {}

    /// A timeline and the term under which a promotion opened it.
    public record Opened(Timeline timeline, Term term) {}

    /// A registered node. `electable` nodes have reported under the view's term (rule M2) and may be promoted;
    /// `upstream` is whom it is to stream from, null for the primary and for a node that is not to stream.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Member(
            NodeId node,
            NodeProfile profile,
            boolean electable,
            @Nullable NodeId upstream) {}

    public static ClusterView empty(ClusterId cluster) {
        return new ClusterView(cluster, 0, Reign.NONE, new Phase.Unregistered(), List.of());
    }

    public Term term() {
        return reign.term();
    }

    public Optional<NodeId> primary() {
        return Optional.ofNullable(reign.primary());
    }

    public boolean isPrimary(NodeId node) {
        return node.equals(reign.primary());
    }

    public Optional<Member> member(NodeId node) {
        return members.stream().filter(member -> member.node().equals(node)).findFirst();
    }

    /// This node's name, or `node 3` for one that is not registered.
    public String nameOf(NodeId node) {
        return member(node).map(member -> member.profile().name()).orElse("node " + node);
    }
}
