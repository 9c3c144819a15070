package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;

/// What `on-server-crash = restart` asks of an election (rule F5a): the old primary, fenced and started again, goes
/// before a standby that holds less. First a standby is chosen that fetches what the old primary's host still has,
/// which is quicker; one that cannot gives its term up, and in the next election the old primary is waited for.
record OldPrimary(Situation situation, Phase.Freezing freezing, Ballots ballots) {

    /// An operator's choice stands: whoever names a standby, or accepts the loss, has decided. Where commits wait for
    /// standbys, who may be chosen has every acknowledged one anyway.
    boolean matters(boolean automatic) {
        return automatic
                && situation.rules().conduct().onServerCrash() == FailoverRules.OnServerCrash.RESTART
                && situation.confirming().isEmpty();
    }

    /// Its agent is there and its server is about to be; no longer than a promotion may take.
    boolean isOnItsWay() {
        return freezing.cause() == Reason.PROMOTION_TIMED_OUT
                && !situation.phaseLasted(situation.rules().timeouts().promotion())
                && situation.view().members().stream()
                        .filter(member -> member.profile().kind() == NodeProfile.Kind.SERVER)
                        .map(ClusterView.Member::node)
                        .anyMatch(this::isReturning);
    }

    private boolean isReturning(NodeId node) {
        return !situation.view().isPrimary(node)
                && situation.isHeard(node)
                && !situation.of(node).isDuplicate(situation.moment())
                && Ballots.wasPrimary(situation, situation.of(node))
                && !ballots.hasPromised(node);
    }
}
