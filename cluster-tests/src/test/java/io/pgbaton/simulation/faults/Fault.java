package io.pgbaton.simulation.faults;

/// What can go wrong, each for a while; `weight` is how often.
public enum Fault {
    POSTMASTER_KILLED(6),
    SERVER_KILLED(3),
    SERVER_STOPPED(4),
    AGENT_KILLED(5),
    AGENT_STOPPED(6),
    GUARD_KILLED(2),
    GUARD_STOPPED(2),
    HOST_LOST(5),
    HOST_STANDS(4),
    NODE_CUT_OFF(6),
    BUS_CUT_OFF(6),
    PEERS_CUT_OFF(6),
    LINK_CUT(6),
    LINK_SLOW(10),
    SERVICE_LAGS(5),
    AMBUSH(14),
    NETWORK_DISTURBED(4),
    DISK_SLOW(3),
    DISK_FULL(3),
    BUS_AWAY(4),
    READERS_HELD(3),
    SERVICE_KILLED(4),
    SERVICE_STANDS(4),
    SERVICE_CUT_OFF(4),
    SWITCHOVER(3),
    STARTED_BY_HAND(2),
    PROMOTED_BY_HAND(1),
    BACKUP_RESTORED(1);

    private final int weight;

    Fault(int weight) {
        this.weight = weight;
    }

    public int weight() {
        return weight;
    }
}
