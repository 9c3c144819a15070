package io.pgbaton.cli.adopt;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.contracts.adopt.Survey;
import io.pgbaton.contracts.json.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// `pgbaton-agent`, beside this program: it alone can ask PostgreSQL.
final class AgentProgram {

    private static final long PATIENCE_SECONDS = 120;

    private final Path program;

    private AgentProgram(Path program) {
        this.program = program;
    }

    /// The launcher says where the installation is.
    static AgentProgram of(Map<String, String> environment) {
        String home = environment.getOrDefault("PGBATON_HOME", "");
        Path program = Path.of(home, "bin", "pgbaton-agent");
        if (home.isEmpty() || !Files.isExecutable(program)) {
            throw CommandFailed.badConfig("there is no " + program + ", which asks PostgreSQL: run adopt by the pgbaton"
                    + " of an installation (see docs/installing.md)");
        }
        return new AgentProgram(program);
    }

    /// Looks at the node of `repmgrConf`, as the user that owns `dataDirectory` when root runs this: the passfile is
    /// that user's.
    Survey survey(Path repmgrConf, String dataDirectory) {
        byte[] printed = run(dataDirectory, "--survey", "-f", repmgrConf.toString());
        return switch (Wire.read(printed, Survey.class)) {
            case Wire.Known<Survey>(Survey survey) -> survey;
            case Wire.Unknown<Survey> _, Wire.Malformed<Survey> _ ->
                throw new CommandFailed(
                        ExitCode.INTERNAL, program + " answered no survey: is it of this version of pgbaton?");
        };
    }

    /// Fails with the agent's own line when it would not start with this file.
    void check(Path agentConf) {
        run("", "--check-config", "-f", agentConf.toString());
    }

    private byte[] run(String dataDirectory, String... options) {
        List<String> command = new ArrayList<>(asOwner(dataDirectory));
        command.add(program.toString());
        command.addAll(List.of(options));
        Path output = null;
        Path errors = null;
        try {
            output = Files.createTempFile("pgbaton-adopt-", ".out");
            errors = Files.createTempFile("pgbaton-adopt-", ".err");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new CommandFailed(
                        ExitCode.CONNECTION, program + " has not answered within " + PATIENCE_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw failed(process.exitValue(), Files.readString(errors));
            }
            return Files.readAllBytes(output);
        } catch (IOException e) {
            throw CommandFailed.badConfig(program + " cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.INTERNAL, "interrupted");
        } finally {
            remove(output);
            remove(errors);
        }
    }

    private static CommandFailed failed(int status, String errors) {
        String line = errors.lines()
                .filter(one -> !one.isBlank())
                .reduce((_, last) -> last)
                .orElse("pgbaton-agent ended with status " + status);
        String bare = line.startsWith("pgbaton-agent: ") ? line.substring("pgbaton-agent: ".length()) : line;
        return new CommandFailed(status == 6 ? ExitCode.CONNECTION : ExitCode.BAD_CONFIG, bare);
    }

    private static List<String> asOwner(String dataDirectory) {
        if (dataDirectory.isEmpty() || !System.getProperty("user.name", "").equals("root")) {
            return List.of();
        }
        try {
            String owner = Files.getOwner(Path.of(dataDirectory)).getName();
            return owner.equals("root") ? List.of() : List.of("runuser", "-u", owner, "--");
        } catch (IOException e) {
            return List.of();
        }
    }

    private static void remove(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // a small file in the folder for such files
        }
    }
}
