package io.pgbaton.agent.restore;

import io.pgbaton.agent.config.AgentConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A program that keeps backups and restores them: how it is called, and what it leaves behind.
public sealed interface BackupTool permits PgBackRest, Barman {

    /// The name of the program.
    String program();

    /// Which backups, for a person: `stanza orders`.
    String what();

    /// The latest backup. An exception says what the tool said, and what to do.
    Backup latest(Asking asking) throws IOException;

    /// Has all that is in the backup looked through, before it is restored; empty when the restore does that.
    Optional<List<String>> verification(Backup backup);

    /// Restores into an empty directory, as a standby.
    List<String> restoring(Backup backup, Path into, Map<Path, Path> tablespaces);

    /// Puts back what the tool changed of the server's settings.
    void settle(Path restored) throws IOException;

    /// The `restore_command` of a server in `dataDirectory`, without a way round by another user.
    String restoreCommand(Path dataDirectory);

    /// Runs a command and answers what it wrote, whatever came of it.
    interface Asking {
        String ask(List<String> command) throws IOException;
    }

    static BackupTool of(AgentConfig.Backups backups) {
        return switch (backups.tool()) {
            case PGBACKREST -> new PgBackRest(backups.name(), backups.file());
            case BARMAN -> new Barman(backups.name(), backups.file());
            case PG_BASEBACKUP -> throw new IllegalArgumentException("pg_basebackup keeps no backups");
        };
    }
}
