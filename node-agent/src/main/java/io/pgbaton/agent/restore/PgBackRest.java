package io.pgbaton.agent.restore;

import com.fasterxml.jackson.databind.JsonNode;
import io.pgbaton.agent.postgres.DataDirectory;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.contracts.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// pgBackRest: on this host, whether the repository is here or elsewhere is its own affair.
record PgBackRest(String stanza, Optional<Path> file) implements BackupTool {

    private static final int TIMELINE_DIGITS = 8;

    @Override
    public String program() {
        return "pgbackrest";
    }

    @Override
    public String what() {
        return "stanza " + stanza;
    }

    @Override
    public Backup latest(Asking asking) throws IOException {
        JsonNode all = described(asking, List.of());
        String label = last(all.path("backup"), "no backup").path("label").asText();
        // only asked for by its label it says its tablespaces
        JsonNode one = described(asking, List.of("--set=" + label));
        JsonNode backup = last(one.path("backup"), "no backup " + label);
        Backup.End end = new Backup.End(
                new Timeline(
                        Long.parseLong(Told.text(backup.path("archive"), "stop").substring(0, TIMELINE_DIGITS), 16)),
                Lsn.parse(Told.text(backup.path("lsn"), "stop")));
        return new Backup(
                label,
                systemId(one, backup),
                end,
                backup.path("info").path("size").asLong(),
                Told.tablespaces(backup.path("tablespace"), "destination"));
    }

    /// Each has a database of its own after an upgrade.
    private static Optional<SystemId> systemId(JsonNode stanza, JsonNode backup) {
        long database = backup.path("database").path("id").asLong();
        for (JsonNode entry : stanza.path("db")) {
            if (entry.path("id").asLong() == database && entry.has("system-id")) {
                return Optional.of(new SystemId(entry.path("system-id").asText()));
            }
        }
        return Optional.empty();
    }

    private JsonNode described(Asking asking, List<String> options) throws IOException {
        List<String> command = command("info", "--output=json");
        command.addAll(options);
        JsonNode described = Told.json(asking.ask(command)).path(0);
        JsonNode status = described.path("status");
        if (status.path("code").asInt(-1) != 0) {
            throw new IOException(status.path("message").asText("it says nothing of it"));
        }
        return described;
    }

    private static JsonNode last(JsonNode backups, String otherwise) throws IOException {
        if (backups.isEmpty()) {
            throw new IOException(otherwise);
        }
        return backups.get(backups.size() - 1);
    }

    @Override
    public Optional<List<String>> verification(Backup backup) {
        // it compares each file's checksum while it restores it
        return Optional.empty();
    }

    @Override
    public List<String> restoring(Backup backup, Path into, Map<Path, Path> tablespaces) {
        List<String> options =
                new ArrayList<>(List.of("--set=" + backup.label(), "--pg1-path=" + into, "--type=standby"));
        for (Backup.Tablespace space : backup.tablespaces()) {
            Path mapped = tablespaces.get(space.location());
            if (mapped != null) {
                options.add("--tablespace-map=" + space.name() + "=" + mapped);
            }
        }
        return command("restore", options.toArray(String[]::new));
    }

    /// Its `restore_command` names the directory it restored into, which is not where the server will be.
    @Override
    public void settle(Path restored) throws IOException {
        new DataDirectory(restored).autoConf().forget("restore_command");
    }

    @Override
    public String restoreCommand(Path dataDirectory) {
        return String.join(" ", command("archive-get", "--pg1-path=\"" + dataDirectory + "\"")) + " %f \"%p\"";
    }

    private List<String> command(String verb, String... options) {
        List<String> command = new ArrayList<>(List.of(program()));
        file.ifPresent(path -> command.add("--config=" + path));
        command.add("--stanza=" + stanza);
        command.addAll(List.of(options));
        command.add(verb);
        return command;
    }
}
