package io.pgbaton.agent.copy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Where file systems are mounted: such a directory cannot be renamed.
final class MountPoints {

    private static final int PLACE = 4;

    private MountPoints() {}

    static boolean contain(Path directory) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
            return lines.anyMatch(line -> placeOf(line).equals(directory.toString()));
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /// `line` is one of proc(5)'s `mountinfo`, in which a blank is written `\040`.
    static String placeOf(String line) {
        String[] fields = line.split(" ", -1);
        return fields.length > PLACE
                ? fields[PLACE].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
                : "";
    }
}
