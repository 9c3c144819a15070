package io.pgbaton.agent.restore;

import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.contracts.Timeline;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A backup as its tool describes it. `systemId` is empty where the tool does not say; `bytes` is its size when
/// restored, about.
public record Backup(String label, Optional<SystemId> systemId, End end, long bytes, List<Tablespace> tablespaces) {

    /// What of the log a server has to replay before it is consistent.
    public record End(Timeline timeline, Lsn position) {}

    public record Tablespace(String name, Path location) {}

    /// Where its tablespaces go.
    public List<Path> places(Map<Path, Path> mapping) {
        return tablespaces.stream()
                .map(space -> mapping.getOrDefault(space.location(), space.location()))
                .toList();
    }
}
