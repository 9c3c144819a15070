package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// How a clone is to be made, as far as an operator said so; null is as the node's agent.conf says. `verify` checks
/// the copy against its manifest before it is put in place.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CloneOptions(
        @Nullable Boolean fastCheckpoint,
        @Nullable Boolean verify,
        @Nullable ExternalFiles externalFiles) {

    public static final CloneOptions NONE = new CloneOptions(null, null, null);

    /// Where configuration files go that lie outside of the data directory that is copied: to the same path here, or
    /// into the data directory.
    public enum ExternalFiles {
        SAMEPATH,
        PGDATA
    }

    /// Whether nothing was said.
    public boolean areNone() {
        return equals(NONE);
    }
}
