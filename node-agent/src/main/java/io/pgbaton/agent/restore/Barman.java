package io.pgbaton.agent.restore;

import com.fasterxml.jackson.databind.JsonNode;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Barman on this host, with its catalogue here or mounted, as the user that runs the server (its `barman_user`).
record Barman(String server, Optional<Path> file) implements BackupTool {

    /// What Barman leaves of the files that it changed.
    private static final String UNCHANGED = ".origin";

    @Override
    public String program() {
        return "barman";
    }

    @Override
    public String what() {
        return "server " + server;
    }

    @Override
    public Backup latest(Asking asking) throws IOException {
        JsonNode answer = Told.json(asking.ask(command("-f", "json", "show-backup", server, "latest")));
        JsonNode backup = answer.path(server);
        if (!backup.has("backup_id")) {
            throw new IOException(answer.path("_ERROR").path(0).asText("it says nothing of it"));
        }
        if (!backup.path("status").asText().equals("DONE")) {
            throw new IOException("backup " + backup.path("backup_id").asText() + " is "
                    + backup.path("status").asText());
        }
        JsonNode base = backup.path("base_backup_information");
        return new Backup(
                backup.path("backup_id").asText(),
                Optional.empty(),
                new Backup.End(new Timeline(base.path("timeline").asLong(1)), Lsn.parse(Told.text(base, "end_lsn"))),
                base.path("disk_usage_bytes").asLong(),
                Told.tablespaces(backup.path("tablespaces"), "location"));
    }

    @Override
    public Optional<List<String>> verification(Backup backup) {
        return Optional.of(command("verify-backup", server, backup.label()));
    }

    /// Without the log: the server fetches what it needs itself.
    @Override
    public List<String> restoring(Backup backup, Path into, Map<Path, Path> tablespaces) {
        List<String> command = command("recover", "--standby-mode", "--get-wal");
        for (Backup.Tablespace space : backup.tablespaces()) {
            Path mapped = tablespaces.get(space.location());
            if (mapped != null) {
                command.addAll(List.of("--tablespace", space.name() + ":" + mapped));
            }
        }
        command.addAll(List.of(server, backup.label(), into.toString()));
        return command;
    }

    /// Barman turns `archive_command` off in what it restores, and has the log fetched through sudo. A standby may be
    /// promoted, and then archives as the primary did.
    @Override
    public void settle(Path restored) throws IOException {
        for (String name : List.of("postgresql.conf", "postgresql.auto.conf")) {
            Path unchanged = restored.resolve(name + UNCHANGED);
            if (Files.exists(unchanged)) {
                Files.move(unchanged, restored.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.deleteIfExists(restored.resolve(".barman-recover.info"));
    }

    @Override
    public String restoreCommand(Path dataDirectory) {
        return String.join(" ", command("get-wal", server)) + " %f > \"%p\"";
    }

    private List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(program()));
        file.ifPresent(path -> command.addAll(List.of("-c", path.toString())));
        command.addAll(List.of(words));
        return command;
    }
}
