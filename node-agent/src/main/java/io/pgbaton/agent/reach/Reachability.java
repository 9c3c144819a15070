package io.pgbaton.agent.reach;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.state.LeaseBook;
import io.pgbaton.agent.state.LogBook;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.fleet.Reach;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Whether this host reaches the members of its cluster, tried when somebody asks: all at once, none for longer than
/// three seconds, and one look for all who ask within two.
public final class Reachability {

    static final Duration FRESH = Duration.ofSeconds(2);
    static final Duration WHOLE = Duration.ofSeconds(3);
    /// A look waits for its slowest attempt, and then some.
    private static final Duration FOR_A_LOOK = WHOLE.plusSeconds(1);

    private final AgentConfig.Node me;
    private final LogBook book;
    private final LeaseBook leases;
    private final Attempts attempts;
    private final Relay relay;
    private final Shared<Reach> looks = new Shared<>(FRESH);
    private final Map<Line, Shared<Reach.Way>> lines = new ConcurrentHashMap<>();

    /// From here to one member's server or agent.
    private record Line(NodeId node, boolean server) {}

    public Reachability(AgentConfig config, LogBook book, LeaseBook leases) {
        this.me = config.node();
        this.book = book;
        this.leases = leases;
        this.attempts = new Attempts(config);
        this.relay = new Relay(me.cluster());
    }

    /// What came of being asked. Each `why` is a line for a person.
    public sealed interface Answer {}

    public record Looked(Reach reach) implements Answer {}

    /// This agent has not read of its cluster yet.
    public record NotYet(String why) implements Answer {}

    public record NoSuchNode(String why) implements Answer {}

    /// Another agent was asked and did not answer.
    public record NotRelayed(String why) implements Answer {}

    public Answer fromHere() {
        ClusterView view = view();
        if (view.version() == 0) {
            return new NotYet("the agent of node " + me.id() + " has read no view of cluster " + me.cluster()
                    + " yet: ask again in a moment");
        }
        try {
            return new Looked(looks.within(FOR_A_LOOK, () -> look(view)));
        } catch (TimeoutException e) {
            return new NotYet("the agent of node " + me.id() + " is too busy to look: ask again in a moment");
        }
    }

    /// What the agent of another node says; only members are asked, at the address that the view has of them.
    public Answer from(NodeId node) {
        if (node.equals(me.id())) {
            return fromHere();
        }
        return view().member(node)
                .map(relay::ask)
                .orElseGet(() -> new NoSuchNode("cluster " + me.cluster() + " has no node " + node
                        + " that the agent of node " + me.id() + " knows"));
    }

    private ClusterView view() {
        ClusterView read = book.log().view();
        return read.version() > 0 ? read : leases.kept().orElse(read);
    }

    private Reach look(ClusterView view) {
        long deadline = System.nanoTime() + WHOLE.toNanos();
        // all of them before the first is waited for
        List<Begun> begun = view.members().stream().map(this::begin).toList();
        List<Reach.Target> targets =
                begun.stream().map(one -> one.target(deadline)).toList();
        return new Reach(me.cluster(), me.id(), targets);
    }

    private Begun begin(ClusterView.Member member) {
        NodeId node = member.node();
        return new Begun(
                node,
                member.profile().kind() == NodeProfile.Kind.WITNESS
                        ? null
                        : line(node, true).begun(() -> attempts.toServer(member)),
                line(node, false).begun(() -> attempts.toAgent(member)));
    }

    /// An attempt that hangs is not joined by another one: it is this look's, too.
    private Shared<Reach.Way> line(NodeId node, boolean server) {
        return lines.computeIfAbsent(new Line(node, server), _ -> new Shared<>(Duration.ZERO));
    }

    private record Begun(NodeId node, @Nullable Future<Reach.Way> server, Future<Reach.Way> agent) {

        Reach.Target target(long deadline) {
            return new Reach.Target(node, server == null ? null : outcome(server, deadline), outcome(agent, deadline));
        }

        private static Reach.Way outcome(Future<Reach.Way> attempt, long deadline) {
            try {
                return Shared.awaited(attempt, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            } catch (TimeoutException e) {
                return Reach.Way.blocked("no answer within " + WHOLE.toSeconds() + " s");
            } catch (IllegalStateException e) {
                // whatever went wrong on one line, the others are told
                return Reach.Way.blocked(OneLine.of(e));
            }
        }
    }
}
