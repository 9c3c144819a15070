package io.pgbaton.fleet.kafka;

import io.pgbaton.fleet.process.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How a broker's JVM is started.
public record BrokerLaunch(BrokerSettings settings) {

    /// When the broker ends by itself.
    public enum Ending {
        /// When the program that started it is gone.
        WITH_ITS_PARENT,
        /// Never.
        ON_ITS_OWN
    }

    /// As `prepare(classPath, ending)`, with the libraries of this very program.
    public List<String> prepare(Ending ending) {
        return prepare(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), ending);
    }

    /// Writes the broker's files and answers the command line that starts it.
    public List<String> prepare(String classPath, Ending ending) {
        Path folder = Folders.create(settings.folder());
        try {
            Files.deleteIfExists(ready(folder));
            try (Writer file = Files.newBufferedWriter(folder.resolve("server.properties"))) {
                settings.serverProperties().store(file, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot configure a broker in " + folder, e);
        }
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath,
                BrokerMain.class.getName(),
                folder.toString()));
        if (ending == Ending.WITH_ITS_PARENT) {
            words.add(BrokerMain.WITH_PARENT);
        }
        return List.copyOf(words);
    }

    /// Whether the broker in `folder` has come up since it was last prepared.
    public static boolean isReady(Path folder) {
        return Files.exists(ready(folder));
    }

    private static Path ready(Path folder) {
        return folder.resolve(BrokerMain.READY);
    }
}
