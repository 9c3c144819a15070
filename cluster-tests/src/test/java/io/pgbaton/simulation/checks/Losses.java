package io.pgbaton.simulation.checks;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.simulation.server.Wal;
import org.jspecify.annotations.Nullable;

/// What commits a change of primary loses that had been acknowledged: none when the old primary's tail was fetched,
/// of what the old primary had told the bus no more than the declared lag when nobody asked for it, and none that
/// standbys had confirmed (rule S3), unless a person accepted that.
final class Losses {

    private final long maximumLag;
    private @Nullable NodeId primary;
    private @Nullable Wal acknowledged;
    private @Nullable Wal confirmed;
    private boolean tampered;
    private long told;
    private long commits;
    private long lossy;

    Losses(long maximumLag) {
        this.maximumLag = maximumLag;
    }

    /// How a node came to be primary.
    enum Way {
        AUTOMATIC,
        AUTOMATIC_WITH_TAIL,
        ASKED_FOR,
        LOSS_ACCEPTED
    }

    long commits() {
        return commits;
    }

    /// Changes of primary that lost at least one.
    long lossy() {
        return lossy;
    }

    void committed(NodeId node, Wal record, boolean byStandbys) {
        if (node.equals(primary)) {
            acknowledged = record;
        }
        if (byStandbys) {
            confirmed = record;
        }
    }

    /// Somebody promoted a standby by hand, or put old files in its place: what it confirmed, or the end of its log,
    /// proves nothing any more.
    void tampered() {
        tampered = true;
    }

    /// A heartbeat with this position has been stored.
    void told(NodeId node, long position) {
        if (node.equals(primary)) {
            told = Math.max(told, position);
        }
    }

    void begins(NodeId node, Wal log, Way way) {
        Wal safe = confirmed;
        if (safe != null && !log.contains(safe)) {
            if (way != Way.LOSS_ACCEPTED && !tampered) {
                throw new Violation("S3: n" + node + " became primary without the commit at " + safe.end()
                        + ", which standbys had confirmed: its log parts at "
                        + log.fork(safe).end());
            }
            confirmed = null;
        }
        Wal last = acknowledged;
        if (last != null && !log.contains(last)) {
            count(node, log.fork(last), last, way);
        }
        primary = node;
        acknowledged = log;
        told = 0;
    }

    private void count(NodeId node, Wal kept, Wal last, Way way) {
        if (way == Way.AUTOMATIC_WITH_TAIL && !tampered) {
            throw new Violation("F5a: n" + node + " fetched the old primary's tail and lacks acknowledged commits from "
                    + kept.end() + " to " + last.end());
        }
        if (way == Way.AUTOMATIC && told - kept.end() > maximumLag) {
            throw new Violation("F6: n" + node + " was promoted by itself and lacks " + (told - kept.end())
                    + " bytes of what the old primary had told, the limit is " + maximumLag);
        }
        lossy++;
        for (Wal at = last; at != null && at != kept; at = at.before()) {
            commits++;
        }
    }
}
