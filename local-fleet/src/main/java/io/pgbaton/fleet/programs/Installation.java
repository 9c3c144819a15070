package io.pgbaton.fleet.programs;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.folder.FleetFolder;
import io.pgbaton.fleet.process.Command;
import io.pgbaton.fleet.process.Folders;
import io.pgbaton.fleet.process.OsUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Where the programs of a fleet are. `distribution` is the unpacked one, with `bin` and `lib`; `fleetJars` is the
/// class path of this very program, for the broker and the sinks.
public record Installation(Path javaHome, Path distribution, String fleetJars) {

    /// The repository this was built in, from the system property that `./sandbox` sets.
    private static final String REPOSITORY = "pgbaton.repository";

    public static Path repository() {
        String folder = System.getProperty(REPOSITORY);
        if (folder == null) {
            throw new FleetException("start this with ./sandbox, which says where the repository is");
        }
        return Path.of(folder);
    }

    public static Installation find() {
        return new Installation(
                Path.of(System.getProperty("java.home")),
                distributionBelow(repository()),
                System.getProperty("java.class.path"));
    }

    /// The same programs where `user` can read them: copied into the fleet's folder when they are out of reach (a
    /// repository below /root).
    public Installation reachableBy(OsUser user, FleetFolder folder) {
        if (!user.reaches(javaHome.resolve("bin").resolve("java"))) {
            throw new FleetException("the user " + user.name() + ", who runs the servers, cannot run " + javaHome
                    + "/bin/java: install the JDK where everybody can read it, or set JAVA_HOME to such a one");
        }
        if (user.reaches(distribution.resolve("bin").resolve("pgbaton"))) {
            return this;
        }
        Path jars = folder.programs().resolve("fleet");
        Path copied = folder.programs().resolve(distribution.getFileName());
        // once for each fleet: its running programs have these files open
        if (!Files.isDirectory(jars)) {
            copy(distribution.toString(), Folders.create(folder.programs()));
            Folders.create(jars);
            for (String jar : fleetJars.split(":", -1)) {
                copy(jar, jars);
            }
        }
        return new Installation(javaHome, copied, jars + "/*");
    }

    /// Makes the agent's ahead-of-time cache when there is none for these jars: an agent that was killed has to be
    /// back within its lease, and half of its start is loading classes. False when there is one already, or when
    /// it cannot be made; everything works without, only slower.
    public boolean cache() {
        Path jars = distribution.resolve("lib").resolve("agent");
        Path cache = jars.resolve("agent.aot");
        if (!Files.isWritable(jars) || isYoungest(cache, jars)) {
            return false;
        }
        return Command.tryToRun(Duration.ofMinutes(2), List.of("env", "JAVA_HOME=" + javaHome, program("pgbaton-aot")))
                        .status()
                == 0;
    }

    private static boolean isYoungest(Path cache, Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            if (!Files.exists(cache)) {
                return false;
            }
            long made = Files.getLastModifiedTime(cache).toMillis();
            return files.allMatch(file -> file.toFile().lastModified() <= made);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into " + folder, e);
        }
    }

    public String program(String name) {
        return distribution.resolve("bin").resolve(name).toString();
    }

    private static void copy(String from, Path to) {
        Command.run(Duration.ofMinutes(2), List.of("cp", "-r", from, to.toString()));
    }

    private static Path distributionBelow(Path repository) {
        Path target = repository.resolve("distribution").resolve("target");
        try (Stream<Path> entries = Files.isDirectory(target) ? Files.list(target) : Stream.empty()) {
            return entries.filter(
                            entry -> Files.isExecutable(entry.resolve("bin").resolve("pgbaton")))
                    .findFirst()
                    .orElseThrow(() -> new FleetException(
                            "the programs are not built: there is no " + target + "/pgbaton-*/bin/pgbaton"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into " + target, e);
        }
    }
}
