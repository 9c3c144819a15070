package io.pgbaton.realcluster;

import static org.awaitility.Awaitility.await;

import io.pgbaton.fleet.folder.FleetFolder;
import io.pgbaton.fleet.process.Command;
import io.pgbaton.fleet.process.Folders;
import io.pgbaton.fleet.process.OsUser;
import io.pgbaton.fleet.process.Signal;
import io.pgbaton.fleet.run.TakeDown;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// A shell in which somebody types, in a built checkout that belongs to the user who runs servers. A command that fails
/// ends it.
final class GuideSession {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Duration TO_COPY = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final String DONE = "-- all of it was done --";

    private final Path checkout;
    private final Path output;
    private final Process shell;
    private final Writer keyboard;
    private int typed;

    private GuideSession(Path checkout, Process shell) {
        this.checkout = checkout;
        this.output = outputIn(checkout);
        this.shell = shell;
        this.keyboard = shell.outputWriter(StandardCharsets.UTF_8);
    }

    static GuideSession start(int port) throws IOException {
        // the servers' user cannot reach every place where a repository may be
        Path checkout = Files.createTempDirectory(Path.of("/var/tmp"), "pgbaton-guide-");
        Files.setPosixFilePermissions(checkout, PosixFilePermissions.fromString("rwxr-xr-x"));
        copyBuilt(checkout);
        OsUser user = OsUser.forServers();
        user.own(checkout);
        ProcessBuilder shell = new ProcessBuilder(user.command(List.of("bash", "-e", "-u", "-o", "pipefail")))
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .redirectOutput(outputIn(checkout).toFile());
        shell.environment().put("PORT", Integer.toString(port));
        shell.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return new GuideSession(checkout, shell.start());
    }

    /// Types `lines`, waits until all of them are done or one has failed, and answers what was printed since the start.
    String type(String lines) throws IOException {
        typed++;
        keyboard.write(lines + "\necho '" + DONE + "'\n");
        keyboard.flush();
        await().atMost(PATIENCE).until(() -> done() || !shell.isAlive());
        return Files.readString(output);
    }

    /// Whether everything that was typed has been done.
    boolean done() throws IOException {
        return Files.readString(output).lines().filter(DONE::equals).count() == typed;
    }

    /// Of the role `pgbaton` on every server of the session.
    String password() throws IOException {
        return Files.readString(checkout.resolve("try").resolve("password")).strip();
    }

    /// Everything that works in the checkout or below it, but for the shell.
    List<Long> processes() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(entry ->
                            Character.isDigit(entry.getFileName().toString().charAt(0)))
                    .filter(this::worksHere)
                    .map(entry -> Long.valueOf(entry.getFileName().toString()))
                    .filter(pid -> pid != shell.pid())
                    .toList();
        }
    }

    /// Ends and removes everything, whatever was typed.
    void close() throws IOException {
        shell.destroyForcibly();
        FleetFolder broker = new FleetFolder(checkout.resolve("try").resolve("kafka"));
        if (Files.exists(broker.state())) {
            TakeDown.of(broker).atOnce();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            Signal.KILL.sendTo(processes());
            return processes().isEmpty();
        });
        Folders.delete(checkout);
        Files.deleteIfExists(output);
    }

    private boolean worksHere(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(checkout);
        } catch (IOException e) {
            return false;
        }
    }

    private static Path outputIn(Path checkout) {
        return checkout.resolveSibling(checkout.getFileName() + ".out");
    }

    /// What a checkout holds for `./sandbox` after it was built, and none of its sources.
    private static void copyBuilt(Path checkout) throws IOException {
        copy(REPOSITORY.resolve("sandbox"), checkout);
        copy(REPOSITORY.resolve("scripts"), checkout);
        Path fleet = Files.createDirectories(checkout.resolve("local-fleet").resolve("target"));
        copy(REPOSITORY.resolve("local-fleet/target/lib"), fleet);
        copyAll(REPOSITORY.resolve("local-fleet/target"), "local-fleet-*.jar", fleet);
        Path unpacked = Files.createDirectories(checkout.resolve("distribution").resolve("target"));
        copyAll(REPOSITORY.resolve("distribution/target"), "pgbaton-*", unpacked);
        Files.createFile(Files.createDirectories(checkout.resolve("target")).resolve("built"));
    }

    private static void copyAll(Path folder, String glob, Path to) throws IOException {
        try (var entries = Files.newDirectoryStream(folder, glob)) {
            entries.forEach(entry -> copy(entry, to));
        }
    }

    private static void copy(Path from, Path to) {
        Command.run(TO_COPY, List.of("cp", "-rp", from.toString(), to.toString()));
    }
}
