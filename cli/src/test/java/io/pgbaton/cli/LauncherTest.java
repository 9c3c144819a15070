package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.json.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launchers of the distribution, run by the real shell, with a Java that only says how it was started.
class LauncherTest {

    private static final Path SOURCES = Path.of("..", "distribution", "src");

    @TempDir
    Path directory;

    private Path home = Path.of("");

    private record Ended(int code, String out, String err, long pid) {}

    @BeforeEach
    void install() throws IOException {
        home = directory.resolve("pgbaton 1.0");
        copy(SOURCES.resolve("bin"), home.resolve("bin"));
        copy(SOURCES.resolve("sh"), home.resolve("lib"));
        for (String jar : List.of("cli/b.jar", "cli/a.jar", "agent/a.jar", "failover/quarkus-run.jar")) {
            Files.createDirectories(home.resolve("lib").resolve(jar).getParent());
            Files.createFile(home.resolve("lib").resolve(jar));
        }
    }

    @Test
    void theProgramReplacesTheShellAndGetsItsArguments() throws Exception {
        Ended ended = run(Map.of("JAVA_HOME", java("25.0.1")), "pgbaton", "cluster", "show", "a b");

        assertThat(ended.out().lines()).startsWith("pid " + ended.pid()).endsWith("cluster", "show", "a b");
        assertThat(ended.code()).isZero();
    }

    @Test
    void theClassPathIsInAlphabeticalOrderAndTheHeapIsSmall() throws Exception {
        Ended ended = run(Map.of("JAVA_HOME", java("25")), "pgbaton");

        assertThat(ended.out().lines())
                .contains("-Xmx64m", "-XX:+UseSerialGC", home + "/lib/cli/a.jar:" + home + "/lib/cli/b.jar");
    }

    @Test
    void anAgentHasItsMemoryBounds() throws Exception {
        Ended ended = run(Map.of("JAVA_HOME", java("25")), "pgbaton-agent", "-f", "x.conf");

        assertThat(ended.out().lines())
                .contains("-Xms16m", "-Xmx48m", "-Xss512k", "-XX:MaxMetaspaceSize=64m", "-XX:TieredStopAtLevel=1")
                .endsWith("io.pgbaton.agent.Main", "-f", "x.conf");
    }

    @Test
    void optionsOfTheOperatorComeAfterOursAndMayNameAnotherCollector() throws Exception {
        Ended ended = run(
                Map.of("JAVA_HOME", java("25"), "PGBATON_JAVA_OPTS", "-Xmx1g -XX:+UseG1GC"), "pgbaton", "--version");

        assertThat(ended.out().lines()).containsSubsequence("-Xmx64m", "-Xmx1g").doesNotContain("-XX:+UseSerialGC");
    }

    @Test
    void aCacheBesideTheJarsIsUsed() throws Exception {
        Path cache = Files.createFile(home.resolve("lib/cli/cli.aot"));

        Ended ended = run(Map.of("JAVA_HOME", java("25")), "pgbaton");

        assertThat(ended.out().lines()).contains("-XX:AOTCache=" + cache);
    }

    @Test
    void anOlderJavaIsPassedOverForTheOneOnThePath() throws Exception {
        String onPath = java("26-ea");

        Ended ended =
                run(Map.of("JAVA_HOME", java("21.0.2"), "PATH", onPath + "/bin:" + System.getenv("PATH")), "pgbaton");

        assertThat(ended.out()).contains("java " + onPath + "/bin/java");
    }

    @Test
    void aServiceReadsTheFileItIsGiven() throws Exception {
        Path file = Files.createFile(directory.resolve("my failover.properties"));

        Ended ended = run(Map.of("JAVA_HOME", java("25")), "pgbaton-failover", "-f", file.toString());

        assertThat(ended.out().lines())
                .contains(
                        "-Dquarkus.config.locations=file:"
                                + file.toRealPath().toString().replace(" ", "%20"),
                        home + "/lib/failover/quarkus-run.jar");
    }

    @Test
    void aMissingFileAWrongOptionAndAMissingPartAreOneLineEach() throws Exception {
        Map<String, String> environment = Map.of("JAVA_HOME", java("25"));

        assertThat(run(environment, "pgbaton-failover", "-f", "/nonexistent").err())
                .isEqualTo("pgbaton-failover: configuration file /nonexistent does not exist\n");
        assertThat(run(environment, "pgbaton-failover", "-f").err())
                .isEqualTo("pgbaton-failover: option -f needs a file\n");
        assertThat(run(environment, "pgbaton-failover", "--nonsense").err())
                .isEqualTo("pgbaton-failover: unknown option --nonsense: see pgbaton-failover --help\n");
        assertThat(run(
                        environment,
                        "pgbaton-monitor",
                        "-f",
                        SOURCES.resolve("conf/monitor.properties").toString()))
                .extracting(Ended::code, Ended::err)
                .containsExactly(
                        1, "pgbaton-monitor: " + home + "/lib/monitor is empty: this installation is incomplete\n");
    }

    @Test
    void theRecordedAnswerOfTheTrainingRunIsARecordOfThisVersion() throws Exception {
        byte[] recorded = Files.readAllBytes(SOURCES.resolve("training/api/v1/clusters/training"));

        assertThat(Wire.read(recorded, ClusterStatus.class))
                .isInstanceOfSatisfying(
                        Wire.Known.class,
                        known -> assertThat(known.value())
                                .hasNoNullFieldsOrProperties()
                                .extracting("nodes")
                                .asInstanceOf(InstanceOfAssertFactories.LIST)
                                .hasSize(3));
    }

    @Test
    void theBuiltCommandLineRunsFromWhereverItIsLinked() throws Exception {
        List<Path> built = built();
        assumeTrue(!built.isEmpty(), "the distribution is not built");
        Path link = Files.createSymbolicLink(directory.resolve("linked"), built.getFirst());

        Ended ended = start(Map.of("JAVA_HOME", System.getProperty("java.home")), link, "--version");

        assertThat(ended.out()).startsWith("pgbaton ").hasLineCount(1);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
    }

    private static List<Path> built() throws IOException {
        Path target = SOURCES.resolveSibling("target");
        if (!Files.isDirectory(target)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(target)) {
            return children.map(child ->
                            child.resolve("bin/pgbaton").toAbsolutePath().normalize())
                    .filter(Files::isExecutable)
                    .toList();
        }
    }

    /// A Java home of this version, whose `java` prints what it is and its arguments, a line each.
    private String java(String version) throws IOException {
        Path java = directory.resolve("jdk-" + version);
        Files.createDirectories(java.resolve("bin"));
        Files.writeString(java.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        executable(java.resolve("bin/java"), """
                #!/bin/sh
                echo "pid $$"
                echo "java $0"
                printf '%s\\n' "$@"
                """);
        return java.toString();
    }

    private Ended run(Map<String, String> environment, String program, String... arguments) throws Exception {
        return start(environment, home.resolve("bin").resolve(program), arguments);
    }

    private Ended start(Map<String, String> environment, Path program, String... arguments) throws Exception {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                .toList());
        builder.environment().putAll(new HashMap<>(environment));
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err), process.pid());
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                executable(to.resolve(file.getFileName()), Files.readString(file));
            }
        }
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
