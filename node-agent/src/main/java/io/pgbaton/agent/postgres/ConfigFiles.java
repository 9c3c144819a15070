package io.pgbaton.agent.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A server's own configuration, kept while its data directory is replaced by another server's.
public record ConfigFiles(Map<String, byte[]> contents) {

    private static final List<String> NAMES =
            List.of("postgresql.conf", "postgresql.auto.conf", "pg_hba.conf", "pg_ident.conf");

    static ConfigFiles of(Path directory) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        for (String name : NAMES) {
            if (Files.isRegularFile(directory.resolve(name))) {
                contents.put(name, Files.readAllBytes(directory.resolve(name)));
            }
        }
        return new ConfigFiles(contents);
    }

    public void writeInto(Path directory) throws IOException {
        for (Map.Entry<String, byte[]> file : contents.entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue());
        }
    }
}
