package io.pgbaton.agent.copy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// Programs that an agent started and did not live to see the end of: they would write into the copy of the next one.
final class Leftovers {

    private static final Set<String> COPYING =
            Set.of("pg_basebackup", "pg_verifybackup", "pgbackrest", "barman", "rsync");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Leftovers() {}

    /// None that writes into `copy` is left afterwards.
    static void end(Path copy) throws IOException {
        List<ProcessHandle> found = ProcessHandle.allProcesses()
                .filter(process -> copiesInto(process.info(), copy))
                .toList();
        found.forEach(ProcessHandle::destroyForcibly);
        CompletableFuture<Void> all = CompletableFuture.allOf(
                found.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
        try {
            all.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(
                    "a program of an earlier clone does not end: pid "
                            + found.getFirst().pid(),
                    e);
        }
    }

    private static boolean copiesInto(ProcessHandle.Info info, Path copy) {
        List<String> arguments = Arrays.asList(info.arguments().orElse(new String[0]));
        boolean itsPrograms = Stream.concat(
                        info.command().stream(), arguments.stream().limit(2))
                .map(word -> word.substring(word.lastIndexOf('/') + 1))
                .anyMatch(COPYING::contains);
        return itsPrograms && arguments.stream().anyMatch(word -> leadsInto(word, copy.toString()));
    }

    /// `word` is a path, or an option with one.
    private static boolean leadsInto(String word, String copy) {
        String path = word.startsWith("/") ? word : word.substring(word.indexOf('=') + 1);
        return path.equals(copy) || path.startsWith(copy + "/");
    }
}
