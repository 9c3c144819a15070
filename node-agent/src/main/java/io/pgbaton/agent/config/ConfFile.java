package io.pgbaton.agent.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Reads a file in repmgr.conf's syntax: `name = value` a line, values in single quotes when they hold blanks (a
/// quote inside is written twice), `#` begins a comment, and `include`, `include_if_exists`, `include_dir` read
/// more.
final class ConfFile {

    private static final int DEEPEST_INCLUDE = 10;

    /// One setting as it was written, and where.
    record Entry(String name, String value, Place place) {}

    record Place(String file, int line) {
        @Override
        public String toString() {
            return file + " line " + line;
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    private ConfFile() {}

    /// The settings in the order they were read; a later one of the same name counts.
    static List<Entry> read(Path file) {
        ConfFile reading = new ConfFile();
        reading.readFile(file, 0);
        return List.copyOf(reading.entries);
    }

    private void readFile(Path file, int depth) {
        List<String> lines = linesOf(file);
        Path name = file.getFileName();
        for (int i = 0; i < lines.size(); i++) {
            Place place = new Place(name == null ? file.toString() : name.toString(), i + 1);
            readLine(lines.get(i).strip(), place, file, depth);
        }
    }

    private static List<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new ConfigProblem(file + ": no such file");
        } catch (IOException e) {
            throw new ConfigProblem(file + ": cannot be read: " + e.getMessage());
        }
    }

    private void readLine(String line, Place place, Path file, int depth) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        int end = 0;
        while (end < line.length() && (Character.isLetterOrDigit(line.charAt(end)) || line.charAt(end) == '_')) {
            end++;
        }
        String name = line.substring(0, end).toLowerCase(Locale.ROOT);
        String rest = line.substring(end).strip();
        if (name.isEmpty()) {
            throw new ConfigProblem(place + ": \"" + line + "\" is not of the form name = 'value'");
        }
        String value = valueOf(rest.startsWith("=") ? rest.substring(1).strip() : rest, name, place);
        switch (name) {
            case "include", "include_if_exists", "include_dir" -> include(name, value, file, depth, place);
            default -> entries.add(new Entry(name, value, place));
        }
    }

    private static String valueOf(String text, String name, Place place) {
        if (!text.startsWith("'")) {
            int comment = text.indexOf('#');
            return (comment < 0 ? text : text.substring(0, comment)).strip();
        }
        StringBuilder value = new StringBuilder();
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\'') {
                value.append(c);
            } else if (i + 1 < text.length() && text.charAt(i + 1) == '\'') {
                value.append('\'');
                i++;
            } else {
                return nothingBehind(text.substring(i + 1).strip(), value.toString(), name, place);
            }
        }
        throw new ConfigProblem(place + ": " + name + ": the closing quote is missing");
    }

    private static String nothingBehind(String rest, String value, String name, Place place) {
        if (!rest.isEmpty() && !rest.startsWith("#")) {
            throw new ConfigProblem(place + ": " + name + ": unexpected \"" + rest + "\" after the closing quote");
        }
        return value;
    }

    private void include(String how, String value, Path from, int depth, Place place) {
        if (depth >= DEEPEST_INCLUDE) {
            throw new ConfigProblem(place + ": includes are nested deeper than " + DEEPEST_INCLUDE);
        }
        Path target = from.toAbsolutePath().resolveSibling(value);
        if (how.equals("include_dir")) {
            filesIn(target, place).forEach(file -> readFile(file, depth + 1));
        } else if (how.equals("include") || Files.exists(target)) {
            readFile(target, depth + 1);
        }
    }

    private static List<Path> filesIn(Path directory, Place place) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".conf")
                            && !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new ConfigProblem(place + ": include_dir '" + directory + "' cannot be read");
        }
    }
}
