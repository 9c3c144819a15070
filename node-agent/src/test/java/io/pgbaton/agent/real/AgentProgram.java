package io.pgbaton.agent.real;

import io.pgbaton.fleet.process.Folders;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The agent's program where every user can read it: the local Maven repository may be root's alone.
final class AgentProgram {

    private static final List<String> NEEDED = List.of(
            "contracts",
            "kafka-clients",
            "postgresql",
            "slf4j-api",
            "slf4j-jdk14",
            "jackson",
            "jspecify",
            "node-agent");
    private static final Path LIB = copied();

    private AgentProgram() {}

    static List<String> commandLine(Path configuration) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms16m",
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseCompactObjectHeaders",
                "-Xss512k",
                "-XX:MaxMetaspaceSize=64m",
                "-cp",
                LIB + "/classes:" + LIB + "/contracts:" + LIB + "/*",
                "io.pgbaton.agent.Main",
                "-f",
                configuration.toString());
    }

    private static Path copied() {
        Path lib = Folders.temporary("agent-lib");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.delete(lib)));
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : path.split(File.pathSeparator, -1)) {
            Path source = Path.of(entry);
            String name = source.getFileName().toString();
            if (Files.isDirectory(source)) {
                copyTree(source, lib);
            } else if (NEEDED.stream().anyMatch(name::startsWith)) {
                copy(source, lib.resolve(name));
            }
        }
        return lib;
    }

    private static void copyTree(Path source, Path lib) {
        boolean contracts = source.toString().contains("contracts");
        if (source.endsWith("test-classes") || source.toString().contains("local-fleet")) {
            return;
        }
        Path target = lib.resolve(contracts ? "contracts" : "classes");
        try (Stream<Path> files = Files.walk(source)) {
            files.filter(Files::isRegularFile)
                    .forEach(file ->
                            copy(file, target.resolve(source.relativize(file).toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
