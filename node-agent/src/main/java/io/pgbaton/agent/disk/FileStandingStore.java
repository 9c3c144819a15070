package io.pgbaton.agent.disk;

import io.pgbaton.agent.lease.Standing;
import io.pgbaton.agent.lease.StandingStore;
import io.pgbaton.contracts.Term;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/// The standing as a small text file, `name=value` a line with a last line that proves it whole.
public final class FileStandingStore implements StandingStore {

    private static final String LAST_LINE = "end";

    private final Path file;

    public FileStandingStore(Path directory) {
        this.file = directory.resolve("standing");
    }

    @Override
    public Standing read() {
        try {
            return parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Standing.NEW;
        } catch (IOException | IllegalArgumentException e) {
            throw new StateProblem(file + " cannot be read: " + e.getMessage()
                    + "; it holds what this node has promised: restore it, or remove it only when no other node of"
                    + " the cluster can be primary");
        }
    }

    @Override
    public void write(Standing standing) {
        try {
            Durable.replace(file, text(standing));
        } catch (IOException e) {
            throw new StateProblem(file + " cannot be written: " + e.getMessage());
        }
    }

    private static String text(Standing standing) {
        return """
                promised=%s
                fenced=%s
                term=%s
                view=%d
                at_rest=%s
                end
                """.formatted(
                        standing.promised(), standing.fenced(), standing.term(), standing.view(), standing.atRest());
    }

    private static Standing parse(String text) {
        if (!text.strip().endsWith(LAST_LINE)) {
            throw new IllegalArgumentException("it is not whole");
        }
        Map<String, String> values = text.lines()
                .filter(line -> line.contains("="))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        return new Standing(
                new Term(number(values, "promised")),
                new Term(number(values, "fenced")),
                new Term(number(values, "term")),
                number(values, "view"),
                Boolean.parseBoolean(values.get("at_rest")));
    }

    private static long number(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return Long.parseLong(value);
    }
}
