package io.pgbaton.agent.moves;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Term;
import java.util.Optional;

/// What the decision log of this node's cluster says, read record by record: the view in force and what is asked of
/// this node. Records that are not based on the version in force are counted and change nothing (rules S2, O4).
public record DecisionLog(NodeId me, ClusterView view, Orders orders, long ignored) {

    public static DecisionLog unread(ClusterId cluster, NodeId me) {
        return new DecisionLog(me, ClusterView.empty(cluster), Orders.NONE, 0);
    }

    public DecisionLog read(Decision decision) {
        if (!decision.cluster().equals(view.cluster())) {
            return this;
        }
        return switch (decision) {
            case Decision.ViewChanged changed -> comesNext(changed) ? enter(changed.view()) : ignore();
            case Decision.Freeze freeze -> isOpen(freeze) ? with(orders.order(freeze)) : ignore();
            // changes nothing: [#upholds] tells what it is worth where it stands
            case Decision.Claim _ -> this;
            case Decision.NodeCommand command -> inForce(command) ? order(command) : ignore();
        };
    }

    /// The first view read is where a reader that starts in the middle of the log begins (rule O5). Later ones must
    /// follow the one in force; the daily copy of the view in force changes nothing.
    private boolean comesNext(Decision.ViewChanged changed) {
        long version = changed.view().version();
        boolean first = view.version() == 0;
        return version == changed.basedOn() + 1
                && (first || changed.basedOn() == view.version())
                && changed.view().term().isAtLeast(view.term());
    }

    /// L1c: is a claim good that comes next, after all that was read so far? Its node is the view's primary,
    /// under its term, and no election is open. Readers, service and agents alike, judge it alike.
    public boolean upholds(Decision.Claim claim) {
        boolean named = claim.cluster().equals(view.cluster())
                && view.isPrimary(claim.node())
                && claim.term().equals(view.term());
        return named
                && switch (view.phase()) {
                    case Phase.Steady _, Phase.Stopping _, Phase.Promoting _ -> true;
                    case Phase.Unregistered _, Phase.Freezing _, Phase.Halted _ -> false;
                };
    }

    /// The newest term the log speaks of: that of the open election, else the view's.
    public Term newestTerm() {
        return orders.openElection().map(Decision.Freeze::term).orElse(view.term());
    }

    /// Something newer than a promotion of this node under `term` is in the log (rules S2, F9).
    public boolean overtakes(Term term) {
        return newestTerm().isAbove(term) || !iAmPrimary();
    }

    private boolean inForce(Decision command) {
        return view.version() > 0 && command.basedOn() == view.version();
    }

    /// A freeze belongs to the election that the view in force has opened. One of another term comes with a view
    /// that lost (rule O4): two views may have the same number, and a promise to the loser's term could never be
    /// taken back.
    private boolean isOpen(Decision.Freeze freeze) {
        return inForce(freeze)
                && view.phase() instanceof Phase.Freezing freezing
                && freezing.next().equals(freeze.term());
    }

    private DecisionLog enter(ClusterView next) {
        return new DecisionLog(me, next, orders.under(next), ignored);
    }

    private DecisionLog order(Decision.NodeCommand command) {
        return command.node().equals(me) ? with(orders.order(command)) : this;
    }

    /// What was to be done once is done.
    public DecisionLog served(Decision.Serve done) {
        return with(orders.served(done));
    }

    private DecisionLog with(Orders changed) {
        return new DecisionLog(me, view, changed, ignored);
    }

    private DecisionLog ignore() {
        return new DecisionLog(me, view, orders, ignored + 1);
    }

    public boolean iAmPrimary() {
        return view.isPrimary(me);
    }

    /// The view's primary when it is somebody else.
    public Optional<NodeId> otherPrimary() {
        return view.primary().filter(node -> !node.equals(me));
    }

    /// Whom this node is to stream from: as the view says, as the last command says for a node the view does not
    /// know yet, else from the primary.
    public Optional<NodeId> upstream() {
        Optional<NodeId> said = view.member(me)
                .flatMap(member -> Optional.ofNullable(member.upstream()))
                .or(orders::upstreamNamed)
                .filter(node -> !node.equals(me) && view.member(node).isPresent());
        return said.or(this::otherPrimary);
    }
}
