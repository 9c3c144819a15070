package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Readiness;
import java.util.Optional;

/// What a switchover would cost or lack, from what the agents say of their servers every ten seconds. An agent that
/// says nothing of it (an older one, or a server that has just come up) stands in nobody's way.
record Handover(Situation situation) {

    /// On the primary: what makes its clean stop long, or breaks off work. Empty when nothing does.
    Optional<String> against() {
        FailoverRules.Handover limits = situation.rules().conduct().handover();
        String name = situation.primaryName();
        Optional<Readiness> primary = situation.of(situation.primary()).readiness();
        if (primary.isEmpty()) {
            return Optional.empty();
        }
        Readiness ready = primary.get();
        Long waiting = ready.archiveReady();
        if (waiting != null && waiting > limits.archiveReady()) {
            return Optional.of(waiting + " segments of " + name + " wait to be archived, more than "
                    + limits.archiveReady() + ", and a clean stop waits for them");
        }
        if (ready.preparedTransactions() > 0) {
            return Optional.of(name + " has " + ready.preparedTransactions()
                    + " prepared transactions, which would stay open: commit or roll them back");
        }
        long seconds = ready.oldestTransactionMillis() / 1_000;
        return seconds >= limits.oldestTransaction().toSeconds()
                ? Optional.of("a transaction on " + name + " is open for " + seconds + " s and would be broken off")
                : Optional.empty();
    }

    /// On the standby that is to take over: what it lacks to feed the others and to write. WAL senders and slots
    /// cannot be done without, also when forced.
    Optional<String> against(NodeId candidate, boolean forced) {
        String name = situation.name(candidate);
        Optional<Readiness.Spare> known = situation.of(candidate).readiness().map(Readiness::spare);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Readiness.Spare spare = known.get();
        long followers = followers(candidate);
        if (spare.walSenders() < followers) {
            return Optional.of(name + " has " + spare.walSenders() + " free WAL senders for " + followers
                    + " standbys: raise max_wal_senders");
        }
        if (spare.slots() < followers) {
            return Optional.of(name + " has " + spare.slots() + " free replication slots for " + followers
                    + " standbys: raise max_replication_slots");
        }
        long least = situation.rules().conduct().handover().spareWalBytes();
        return spare.walBytes() < least && !forced
                ? Optional.of(name + " has " + spare.walBytes() + " bytes left for its log, less than " + least
                        + "; --force does it nevertheless")
                : Optional.empty();
    }

    /// Who will stream from it and does not yet.
    private long followers(NodeId candidate) {
        return situation.view().members().stream()
                .filter(member -> member.profile().kind() == NodeProfile.Kind.SERVER)
                .filter(member -> !member.node().equals(candidate))
                .filter(member -> followsPrimary(member, candidate))
                .count();
    }

    private boolean followsPrimary(ClusterView.Member member, NodeId candidate) {
        return situation.view().isPrimary(member.node())
                || (!candidate.equals(member.upstream()) && situation.primary().equals(member.upstream()));
    }
}
