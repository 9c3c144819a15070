package io.pgbaton.agent.disk;

import io.pgbaton.agent.moves.Lineage;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lineage as a small text file, `opened TIMELINE TERM` a line, with a last line that proves it whole.
public final class LineageFile {

    private static final String LAST_LINE = "end";

    private final Path file;

    public LineageFile(Path directory) {
        this.file = directory.resolve("lineage");
    }

    /// Nothing is known before anything was written.
    public Lineage read() {
        try {
            return parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Lineage.UNKNOWN;
        } catch (IOException | IllegalArgumentException e) {
            throw new StateProblem(file + " cannot be read: " + e.getMessage()
                    + "; it tells this node's timelines from others of the same number: remove it, and clone this"
                    + " node anew unless it is the primary");
        }
    }

    public void write(Lineage lineage) {
        try {
            Durable.replace(file, text(lineage));
        } catch (IOException e) {
            throw new StateProblem(file + " cannot be written: " + e.getMessage());
        }
    }

    private static String text(Lineage lineage) {
        List<String> lines = new ArrayList<>();
        lineage.opened().forEach(entry -> lines.add("opened " + entry.timeline() + " " + entry.term()));
        Lineage.Attempt attempt = lineage.attempt();
        if (attempt != null) {
            lines.add("attempt " + attempt.from() + " " + attempt.term());
        }
        Timeline reached = lineage.reached();
        if (reached != null) {
            lines.add("reached " + reached + " " + Term.NONE);
        }
        lines.add(LAST_LINE);
        return String.join("\n", lines) + "\n";
    }

    private static Lineage parse(String text) {
        if (!text.strip().endsWith(LAST_LINE)) {
            throw new IllegalArgumentException("it is not whole");
        }
        List<ClusterView.Opened> opened = new ArrayList<>();
        Lineage.@Nullable Attempt attempt = null;
        @Nullable Timeline reached = null;
        for (String line : text.lines().toList()) {
            String[] fields = line.split(" ", 3);
            if (fields.length == 3) {
                Timeline timeline = new Timeline(Long.parseLong(fields[1]));
                Term term = new Term(Long.parseLong(fields[2]));
                switch (fields[0]) {
                    case "opened" -> opened.add(new ClusterView.Opened(timeline, term));
                    case "attempt" -> attempt = new Lineage.Attempt(term, timeline);
                    case "reached" -> reached = timeline;
                    default -> throw new IllegalArgumentException("it has a line that begins with " + fields[0]);
                }
            }
        }
        return new Lineage(opened, attempt, reached);
    }
}
