package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a clone is to be made, as far as an operator said so; null is as the node's agent.conf says. `verify` checks
/// the copy against its manifest before it is put in place. `tool` says where the data comes from.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CloneOptions(
        @Nullable Boolean fastCheckpoint,
        @Nullable Boolean verify,
        @Nullable ExternalFiles externalFiles,
        @Nullable Tool tool) {

    public static final CloneOptions NONE = new CloneOptions(null, null, null, null);

    @JsonCreator
    public CloneOptions {}

    public CloneOptions(
            @Nullable Boolean fastCheckpoint, @Nullable Boolean verify, @Nullable ExternalFiles externalFiles) {
        this(fastCheckpoint, verify, externalFiles, null);
    }

    /// What fills the data directory: a copy of a running server, or the restore of a backup.
    public enum Tool {
        PG_BASEBACKUP,
        PGBACKREST,
        BARMAN;

        /// As its program, and so the command line, calls it.
        public String program() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Where configuration files go that lie outside of the data directory that is copied: to the same path here, or
    /// into the data directory.
    public enum ExternalFiles {
        SAMEPATH,
        PGDATA
    }

    /// The same, by another tool.
    public CloneOptions by(Tool other) {
        return new CloneOptions(fastCheckpoint, verify, externalFiles, other);
    }

    /// Whether nothing was said.
    public boolean areNone() {
        return equals(NONE);
    }
}
