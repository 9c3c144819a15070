package io.pgbaton.agent.copy;

import io.pgbaton.agent.postgres.Postgres.Outcome;
import io.pgbaton.agent.postgres.Programs;
import io.pgbaton.contracts.Copying;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// From a running server, by `pg_basebackup`.
record Streamed(BaseBackup backup, SourceFiles files, Programs programs) implements Filling {

    @Override
    public List<Path> beside() throws SQLException {
        List<Path> filled = new ArrayList<>();
        for (Path place : files.tablespaces(backup.order().source().server())) {
            filled.add(backup.tablespaces().getOrDefault(place, place));
        }
        backup.waldir().ifPresent(filled::add);
        return filled;
    }

    @Override
    public Outcome into(Path copy, Duration patience) {
        return run(backup.command(copy), patience)
                .or(() -> verify(copy, patience))
                .orElse(Outcome.done("base backup taken"));
    }

    @Override
    public Map<String, String> untilItStreams() {
        return Map.of();
    }

    /// Empty when it went well.
    private Optional<Outcome> run(List<String> command, Duration patience) {
        Pace pace = new Pace();
        Programs.Ended ended = programs.run(command, patience, line -> {
            Copying now = pace.read(line, System.nanoTime());
            if (now != null) {
                backup.order().progress().accept(now);
            }
        });
        return failure(command, ended);
    }

    private Optional<Outcome> verify(Path copy, Duration patience) {
        List<String> command = List.of("pg_verifybackup", copy.toString());
        return Boolean.TRUE.equals(backup.order().options().verify())
                ? failure(command, programs.run(command, patience))
                : Optional.empty();
    }

    private static Optional<Outcome> failure(List<String> command, Programs.Ended ended) {
        return ended.well()
                ? Optional.empty()
                : Optional.of(Outcome.failed(command.getFirst() + ": " + ended.lastLine()));
    }
}
