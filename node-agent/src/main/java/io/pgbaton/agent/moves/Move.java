package io.pgbaton.agent.moves;

import io.pgbaton.agent.lease.LeaseClock;
import io.pgbaton.contracts.CloneOptions;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.Term;
import org.jspecify.annotations.Nullable;

/// Everything an agent can do with its server. Each command of the failover service has its move here, by the same
/// name; a test compares the two.
public sealed interface Move {

    /// Nothing to do, and why.
    record Stay(String why) implements Move {}

    /// The data directory belongs to another database system: touch nothing.
    record Refuse(String why) implements Move {}

    /// Give up every term up to `term`: first the server's end (`how`), then the mark on disk, then the word of it
    /// (rules L3, L4).
    record Fence(Term term, How how, String why) implements Move {

        /// L3: the lease runs out. Gently while there is time for it.
        public static Fence lapsed(LeaseClock lease, long now) {
            How how = lease.fastAttempt(now) > 0 ? How.FAST : How.AT_ONCE;
            return new Fence(lease.term(), how, "the lease of term " + lease.term() + " ran out");
        }
    }

    /// How the server ends before a fence.
    enum How {
        /// A shutdown checkpoint that standbys receive, as a switchover needs.
        CLEAN,
        /// A fast shutdown for at most a tenth of the lease, then at once: the lease runs out (rule L3).
        FAST,
        /// At once: nothing may be written any more.
        AT_ONCE
    }

    /// Start the server, always as a standby (rule L5).
    record Start(Source source) implements Move {}

    /// Whom a started server streams from.
    sealed interface Source {}

    record AsConfigured() implements Source {}

    record Nobody() implements Source {}

    record From(NodeId upstream) implements Source {}

    /// Stop the server and leave it stopped.
    record Stop() implements Move {}

    /// An operator lets the server run again; the start follows by itself.
    record Resume() implements Move {}

    /// Do once what an operator asked for; the server runs.
    record Serve(Decision.Serve order) implements Move {}

    /// Promise the election's term, stop receiving, answer (rule F4). `asked` tells one asking from the next.
    record Freeze(Decision.Freeze election, long asked) implements Move {}

    record Promote(Decision.Promote command) implements Move {}

    /// Act under the view's term from now on.
    record Adopt(Term term, long view) implements Move {}

    record Follow(NodeId upstream) implements Move {}

    record Rejoin(NodeId upstream, boolean cloneAllowed) implements Move {}

    /// `request` is the order it comes from, null for one that does not say.
    record Clone(
            NodeId upstream, CloneOptions options, @Nullable RequestId request) implements Move {}
}
