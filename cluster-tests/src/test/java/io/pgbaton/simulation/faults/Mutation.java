package io.pgbaton.simulation.faults;

/// A rule taken away, to see that the checks find it. Each is applied at a port of the simulation: production has
/// no such switch.
public enum Mutation {
    /// F2: silence is believed without a marker.
    NO_BARRIER,
    /// F1: the service waits a third of the lease.
    WAIT_LESS,
    /// F1, L4: "server down" counts as a release.
    DOWN_DECIDES,
    /// O4: readers take any view for one that follows theirs.
    NO_FIRST_WINS,
    /// F10: the primary's return during an election is not seen.
    NO_REAFFIRM,
    /// F5: the fenced old primary's answers are not counted.
    NO_FENCED_CANDIDATE,
    /// F3: a promise is given while the own grant runs.
    IGNORE_GRANT,
    /// L7: a restart forgets the outstanding grant.
    FORGET_GRANT,
    /// L1: an acknowledgement after the lapse counts.
    LATE_ACK,
    /// L1: an acknowledgement counts while only the peer route holds.
    MIX_ROUTES,
    /// L1c: the first acknowledgement of a term begins its lease, no claim is needed.
    FIRST_ACK,
    /// L3: no guard.
    NO_GUARD,
    /// L4: the release is told before the server is gone.
    RELEASE_EARLY,
    /// L5: an old primary's data directory has no `standby.signal`.
    NO_SIGNAL_AT_REST,
    /// L6: the promotion is asked for over whatever connection there is.
    ANY_CONNECTION,
    /// F5, S3: a primary names a version before its standbys are waited for.
    QUORUM_UNPROVEN,
    /// F5, F6: however far behind, a standby is promoted.
    NO_LAG_LIMIT,
    /// Not a rule but what hides the want of some: answers to a freeze stand in one log with the heartbeats, so
    /// that who reads them has read those. With this they overtake.
    ANSWERS_OVERTAKE,
    /// L1c: a claim that a service reads does not count as a heartbeat. It hides a wrong renewal, since who has
    /// lost the bus route claims at once.
    CLAIMS_UNSEEN
}
