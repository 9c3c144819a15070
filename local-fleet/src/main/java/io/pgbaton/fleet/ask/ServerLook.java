package io.pgbaton.fleet.ask;

/// What a server says of itself at one moment. `attached` counts the standbys that stream from it; `receiving` says
/// whether it streams from somebody.
public record ServerLook(boolean inRecovery, int timeline, String lsn, int attached, boolean receiving) {

    public boolean isPrimary() {
        return !inRecovery;
    }
}
