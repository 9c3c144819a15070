package io.pgbaton.notifier.parcel;

/// How a delivery stands in the log.
public enum Standing {
    /// To be delivered by this instance, which has it in memory.
    HERE("pending"),
    /// To be delivered by whoever takes it.
    ANYWHERE("pending"),
    DELIVERED("delivered"),
    /// Given up, and in the dead letters.
    DEAD("dead");

    private final String state;

    Standing(String state) {
        this.state = state;
    }

    /// As the table and the REST answer say it.
    public String state() {
        return state;
    }
}
