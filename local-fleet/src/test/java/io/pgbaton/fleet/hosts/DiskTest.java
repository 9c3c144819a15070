package io.pgbaton.fleet.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {

    @TempDir
    private Path root;

    @Test
    void fillsUpBreaksAndIsRepaired() throws IOException {
        String missing = Requirements.missing().or(Disk::missing).orElse("");
        assumeTrue(missing.isEmpty(), missing);
        Path folder = root.resolve("folder");
        try (Disk disk = Disk.at(folder, root.resolve("image"))) {
            disk.fill();
            assertThatThrownBy(() -> Files.write(folder.resolve("segment"), new byte[16 << 20]))
                    .isInstanceOf(IOException.class);
            Files.deleteIfExists(folder.resolve("segment"));
            Files.writeString(folder.resolve("small"), "fits");
            disk.empty();
            Files.write(folder.resolve("segment"), new byte[16 << 20]);

            disk.turnReadOnly();
            assertThatThrownBy(() -> Files.writeString(folder.resolve("other"), "x"))
                    .isInstanceOf(IOException.class);
            disk.repair();
            Files.writeString(folder.resolve("other"), "x");
        }
        assertThat(folder).isEmptyDirectory();
        assertThat(root.resolve("image")).doesNotExist();
    }
}
