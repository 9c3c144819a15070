package io.pgbaton.simulation.transcript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A file of a sentence, commands, `----`, and the story that comes of them.
record Transcript(Path file, List<String> remarks, List<String> commands, List<String> story) {

    private static final Path HOME = Path.of("src/test/resources/transcripts");
    private static final String RULE = "----";

    static List<Transcript> all() {
        try (Stream<Path> files = Files.list(HOME)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .map(Transcript::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Transcript read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            int rule = lines.contains(RULE) ? lines.indexOf(RULE) : lines.size();
            List<String> before = lines.subList(0, rule);
            return new Transcript(
                    file,
                    before.stream().filter(Transcript::isRemark).toList(),
                    before.stream().filter(line -> !isRemark(line)).toList(),
                    lines.subList(Math.min(rule + 1, lines.size()), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRemark(String line) {
        return line.startsWith("#");
    }

    void write(List<String> told) {
        List<String> lines = Stream.of(remarks.stream(), commands.stream(), Stream.of(RULE), told.stream())
                .flatMap(each -> each)
                .toList();
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return file.getFileName().toString();
    }
}
