package io.pgbaton.agent.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A node's repmgr.conf: what repmgr itself requires is there, and everything is as it was written.
public record RepmgrFile(Path file, Map<String, String> settings) {

    public RepmgrFile {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    public static RepmgrFile read(Path file) {
        Map<String, String> written = new LinkedHashMap<>();
        List<ConfFile.Entry> entries = ConfFile.read(file);
        entries.forEach(entry -> written.put(entry.name(), entry.value()));
        Settings settings = new Settings(entries);
        settings.requiredNumber("node_id", 1);
        for (String name : List.of("node_name", "conninfo", "data_directory")) {
            settings.required(name, "repmgr requires it: is " + file + " a repmgr.conf?");
        }
        RepmgrFile read = new RepmgrFile(file, written);
        read.conninfo();
        return read;
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(settings.get(name)).filter(value -> !value.isEmpty());
    }

    public int nodeId() {
        return Integer.parseInt(get("node_id").orElseThrow());
    }

    public Conninfo conninfo() {
        try {
            Conninfo conninfo = Conninfo.parse(get("conninfo").orElseThrow());
            if (conninfo.port() > 0 && conninfo.port() < 65536) {
                return conninfo;
            }
        } catch (IllegalArgumentException e) {
            // never shown: the text may hold a password
        }
        throw new ConfigProblem(
                file + ": conninfo: a libpq connection string is expected: keyword=value pairs or postgresql://");
    }
}
