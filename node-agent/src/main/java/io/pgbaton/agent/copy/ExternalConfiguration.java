package io.pgbaton.agent.copy;

import io.pgbaton.contracts.CloneOptions.ExternalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/// Configuration files that a base backup does not bring, since they lie outside of the data directory.
record ExternalConfiguration(Map<Path, byte[]> files, ExternalFiles where) {

    /// Into `copy`, or to the paths they have on the other host.
    void writeBeside(Path copy) throws IOException {
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
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
}
