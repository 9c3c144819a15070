package io.pgbaton.agent.restore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads what a tool wrote.
public final class Told {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Told() {}

    /// Warnings may come before it.
    static JsonNode json(String output) throws IOException {
        List<String> lines = output.lines()
                .dropWhile(line -> !line.startsWith("{") && !line.startsWith("["))
                .toList();
        try {
            if (!lines.isEmpty()) {
                return JSON.readTree(String.join("\n", lines));
            }
        } catch (JsonProcessingException e) {
            // told below, in the tool's own words
        }
        throw new IOException(reason(output));
    }

    /// Why a tool failed: its first line that says so, else its last.
    public static String reason(String output) {
        List<String> lines = output.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.stream()
                .filter(line -> line.startsWith("ERROR") || line.contains(" ERROR:"))
                .findFirst()
                .orElse(lines.isEmpty() ? "no output" : lines.getLast());
    }

    static String text(JsonNode node, String name) throws IOException {
        String text = node.path(name).asText("");
        if (text.isEmpty()) {
            throw new IOException("it does not say \"" + name + "\" of its latest backup: is it too old a version?");
        }
        return text;
    }

    static List<Backup.Tablespace> tablespaces(JsonNode entries, String location) {
        List<Backup.Tablespace> spaces = new ArrayList<>();
        for (JsonNode entry : entries) {
            spaces.add(new Backup.Tablespace(
                    entry.path("name").asText(), Path.of(entry.path(location).asText())));
        }
        return spaces;
    }
}
