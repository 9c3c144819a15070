package io.pgbaton.agent.lease;

/// Where a [Standing] survives a power failure. [#write] returns when it would.
public interface StandingStore {

    /// What was written last; [Standing#NEW] when nothing ever was.
    Standing read();

    void write(Standing standing);
}
