package io.pgbaton.agent.moves;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the decision log asks of this node beyond what the view says by itself: the election that is open, the last
/// command, and the last start or stop. `asked` counts the freezes read so far: one that is repeated asks for
/// another answer, since the first may be lost. `serve` is to be done once, and taken away with [#served].
public record Orders(
        Decision.@Nullable Freeze freeze,
        long asked,
        Decision.@Nullable NodeCommand command,
        Rest rest,
        Decision.@Nullable Serve serve) {

    /// An operator's last word on whether the server shall run; `UNSAID` leaves it as it stands on disk.
    public enum Rest {
        UNSAID,
        STOPPED,
        RUNNING
    }

    static final Orders NONE = new Orders(null, 0, null, Rest.UNSAID, null);

    Orders order(Decision.Freeze opened) {
        return new Orders(opened, asked + 1, command, rest, serve);
    }

    Orders order(Decision.NodeCommand given) {
        return switch (given) {
            case Decision.Stop _ -> new Orders(freeze, asked, null, Rest.STOPPED, null);
            case Decision.Start _ -> new Orders(freeze, asked, null, Rest.RUNNING, serve);
            case Decision.Promote promote -> new Orders(freeze, asked, withTail(promote), Rest.RUNNING, serve);
            case Decision.Rejoin _, Decision.Clone _ -> new Orders(freeze, asked, given, Rest.RUNNING, serve);
            case Decision.Follow _, Decision.Fence _ -> new Orders(freeze, asked, given, rest, serve);
            case Decision.Serve once -> new Orders(freeze, asked, command, rest, once);
        };
    }

    /// F5a: a promotion that is asked for once more does not say again where the end of the old primary's log is.
    private Decision.Promote withTail(Decision.Promote promote) {
        return promote.tail() == null
                        && command instanceof Decision.Promote before
                        && before.term().equals(promote.term())
                ? new Decision.Promote(
                        promote.cluster(), promote.basedOn(), promote.term(), promote.node(), before.tail())
                : promote;
    }

    /// Without `done`, unless another one has come since.
    Orders served(Decision.Serve done) {
        return done.equals(serve) ? new Orders(freeze, asked, command, rest, null) : this;
    }

    /// Drops what the new view has overtaken: an election that is over, a command of an older term, the word to
    /// stop of a switchover that was given up.
    Orders under(ClusterView view) {
        boolean open = freeze != null
                && view.phase() instanceof Phase.Freezing freezing
                && freezing.next().equals(freeze.term());
        boolean givenUp = command instanceof Decision.Fence && view.phase() instanceof Phase.Steady;
        boolean current = command != null && command.term().equals(view.term()) && !givenUp;
        return new Orders(open ? freeze : null, asked, current ? command : null, rest, serve);
    }

    public Optional<Decision.Freeze> openElection() {
        return Optional.ofNullable(freeze);
    }

    public <C extends Decision.NodeCommand> Optional<C> pending(Class<C> kind) {
        return kind.isInstance(command) ? Optional.of(kind.cast(command)) : Optional.empty();
    }

    /// The node a follow, rejoin or clone names, if one is pending.
    public Optional<NodeId> upstreamNamed() {
        return switch (command) {
            case Decision.Follow follow -> Optional.of(follow.upstream());
            case Decision.Rejoin rejoin -> Optional.of(rejoin.how().upstream());
            case Decision.Clone clone -> Optional.of(clone.upstream());
            case Decision.Promote _, Decision.Fence _, Decision.Start _, Decision.Stop _, Decision.Serve _ ->
                Optional.empty();
            case null -> Optional.empty();
        };
    }
}
