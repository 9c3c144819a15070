package io.pgbaton.agent.copy;

import io.pgbaton.agent.postgres.DataDirectory;
import io.pgbaton.contracts.CloneOptions.ExternalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/// Configuration files that a base backup does not bring, since they lie outside of the data directory.
record ExternalConfiguration(SourceFiles.Outside files, ExternalFiles where) {

    /// Into `copy`, or to the paths they have on the other host.
    /// `copy` is to become `dataDirectory`.
    void writeBeside(Path copy, Path dataDirectory) throws IOException {
        if (where == ExternalFiles.PGDATA) {
            lookIn(copy, dataDirectory);
        }
        for (Map.Entry<Path, byte[]> file : files.contents().entrySet()) {
            Path target =
                    where == ExternalFiles.PGDATA ? copy.resolve(file.getKey().getFileName()) : file.getKey();
            try {
                Files.createDirectories(target.getParent());
                Path beside = target.resolveSibling(target.getFileName() + ".pgbaton");
                Files.write(beside, file.getValue());
                Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-------"));
                Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new IOException(
                        target + " cannot be written (" + e.getClass().getSimpleName()
                                + "): let the server's user write there, or clone with"
                                + " --copy-external-config-files=pgdata",
                        e);
            }
        }
    }

    /// The copied configuration still names the places that they come from. `config_file` is not for a file to say: a
    /// server that is told no other looks into its data directory.
    private void lookIn(Path copy, Path dataDirectory) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        files.places().forEach((setting, place) -> {
            if (!setting.equals("config_file")) {
                settings.put(setting, dataDirectory.resolve(place.getFileName()).toString());
            }
        });
        if (!settings.isEmpty()) {
            new DataDirectory(copy).autoConf().set(settings);
        }
    }
}
