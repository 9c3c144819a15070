package io.pgbaton.agent.real;

import io.pgbaton.contracts.CloneOptions.Tool;
import io.pgbaton.fleet.postgres.PostgresServer;
import io.pgbaton.fleet.process.Command;
import io.pgbaton.fleet.process.OsUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Backups of one server, by the real tool, in a folder beside the server.
record BackupOf(PostgresServer server, Tool tool, Path folder) {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    static boolean isInstalled() {
        return Stream.of("pgbackrest", "barman", "rsync")
                .allMatch(program -> Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program))));
    }

    /// Of a server that is not started yet: it archives from its first moment on.
    static BackupOf prepare(PostgresServer server, Tool tool, String... barmanSettings) throws IOException {
        Path folder = server.dataDirectory().resolveSibling("backups");
        BackupOf backups = new BackupOf(server, tool, folder);
        Files.createDirectories(folder.resolve("barman/orders/incoming"));
        Files.writeString(backups.file(), tool == Tool.BARMAN ? backups.barman(barmanSettings) : backups.pgBackRest());
        OsUser.forServers().own(folder);
        return backups;
    }

    Path file() {
        return folder.resolve(tool.program() + ".conf");
    }

    String archiveCommand() {
        return tool == Tool.BARMAN
                ? "cp %p " + folder + "/barman/orders/incoming/%f"
                : "pgbackrest --config=" + file() + " --stanza=orders archive-push %p";
    }

    /// Lines of agent.conf.
    String[] settings(String name) {
        return tool == Tool.BARMAN
                ? new String[] {"barman_server = " + name, "barman_config = " + file()}
                : new String[] {"pgbackrest_stanza = " + name, "pgbackrest_config = " + file()};
    }

    void prepareArchive() {
        if (tool == Tool.PGBACKREST) {
            run("pgbackrest", "--config=" + file(), "--stanza=orders", "stanza-create");
        }
    }

    void take() {
        if (tool == Tool.BARMAN) {
            run("barman", "-c", file().toString(), "switch-wal", "--force", "--archive", "orders");
            run("barman", "-c", file().toString(), "backup", "--wait", "orders");
        } else {
            run("pgbackrest", "--config=" + file(), "--stanza=orders", "--type=full", "backup");
        }
    }

    private String pgBackRest() {
        return """
                [global]
                repo1-path=@/repository
                repo1-retention-full=2
                log-path=@/log
                lock-path=@/lock
                spool-path=@/spool
                start-fast=y
                [orders]
                pg1-path=%s
                pg1-port=%d
                pg1-socket-path=%s
                pg1-user=postgres
                """.formatted(server.dataDirectory(), server.port(), socketFolder())
                .replace("@", folder.toString());
    }

    private String barman(String... more) {
        return """
                [barman]
                barman_home=@/barman
                barman_user=%1$s
                log_file=@/barman.log
                [orders]
                description=orders
                conninfo=host=%2$s port=%3$d user=postgres dbname=postgres
                streaming_conninfo=host=%2$s port=%3$d user=postgres
                backup_method=postgres
                archiver=on
                path_prefix=%4$s
                %5$s
                """.formatted(
                        OsUser.forServers().name(),
                        socketFolder(),
                        server.port(),
                        Path.of(server.binaries().program("pg_ctl")).getParent(),
                        String.join("\n", more))
                .replace("@", folder.toString());
    }

    private Path socketFolder() {
        return Objects.requireNonNull(server.dataDirectory().getParent());
    }

    private void run(String... words) {
        List<String> command = new ArrayList<>(List.of("env", "HOME=" + folder, "LC_ALL=C"));
        command.addAll(List.of(words));
        Command.run(PATIENCE, OsUser.forServers().command(command));
    }
}
