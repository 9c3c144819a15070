package io.pgbaton.agent.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopySiteTest {

    @TempDir
    Path parent;

    private Path data;

    @BeforeEach
    void anOldServer() throws IOException {
        data = parent.toRealPath().resolve("data");
        server(data, "old");
    }

    @Test
    void aCopyIsSealedUntilItIsWholeAndThenTakesTheOldOnesPlace() throws IOException {
        CopySite site = CopySite.of(data);
        site.prepare();
        assertThat(site.copy()).isEqualTo(data.resolveSibling("data.pgbaton-clone"));
        server(site.copy(), "new");
        assertThat(Seal.isClosed(site.copy())).isTrue();
        assertThat(site.isWhole()).isFalse();

        Seal.open(site.copy());
        assertThat(site.isWhole()).isTrue();
        site.putInPlace();

        assertThat(Files.readString(data.resolve("base/rows"))).isEqualTo("new");
        assertThat(Trees.entries(parent)).containsExactly(parent.resolve("data"));
    }

    @Test
    void anAgentThatEndedBetweenTheTwoRenamesLeavesAWholeCopy() throws IOException {
        CopySite site = CopySite.of(data);
        site.prepare();
        server(site.copy(), "new");
        Seal.open(site.copy());
        Files.move(data, parent.resolve("data.pgbaton-replaced"));

        CopySite after = CopySite.of(data);
        assertThat(after.isWhole()).isTrue();
        after.putInPlace();

        assertThat(Files.readString(data.resolve("base/rows"))).isEqualTo("new");
        assertThat(Trees.entries(parent)).containsExactly(parent.resolve("data"));
    }

    @Test
    void fromWithinEveryEntryIsReplaced() throws IOException {
        Files.writeString(data.resolve("only-in-the-old"), "");
        CopySite site = new CopySite.Inside(data);
        site.prepare();
        server(site.copy(), "new");
        Seal.open(site.copy());
        site.putInPlace();

        assertThat(Files.readString(data.resolve("base/rows"))).isEqualTo("new");
        assertThat(Trees.entries(data)).containsExactlyInAnyOrder(data.resolve("base"), data.resolve("PG_VERSION"));
        assertThat(Seal.isClosed(data)).isFalse();
    }

    @Test
    void cutShortWhileEntriesAreMovedNothingOfEitherIsLeft() throws IOException {
        CopySite.Inside site = new CopySite.Inside(data);
        site.prepare();
        server(site.copy(), "new");
        Seal.close(data);
        Files.createDirectory(data.resolve("pgbaton-replaced"));
        Files.move(data.resolve("PG_VERSION"), data.resolve("pgbaton-replaced/PG_VERSION"));
        Files.move(data.resolve("base"), data.resolve("pgbaton-replaced/base"));
        Files.move(site.copy().resolve("base"), data.resolve("base"));

        assertThat(site.isWhole()).isFalse();
        site.clear();

        assertThat(Trees.entries(data)).isEmpty();
    }

    @Test
    void cutShortBeforeThatTheOldServerIsAsItWas() throws IOException {
        CopySite.Inside site = new CopySite.Inside(data);
        site.prepare();
        server(site.copy(), "new");

        assertThat(site.isWhole()).isFalse();
        site.clear();

        assertThat(Files.readString(data.resolve("base/rows"))).isEqualTo("old");
        assertThat(Trees.entries(data)).containsExactlyInAnyOrder(data.resolve("base"), data.resolve("PG_VERSION"));
    }

    @Test
    void cutShortBeforeTheSealIsOpenedOnlyThatIsDone() throws IOException {
        CopySite.Inside site = new CopySite.Inside(data);
        Files.createDirectory(site.copy());
        Files.createDirectory(data.resolve("pgbaton-replaced"));
        Seal.close(data);

        assertThat(site.isWhole()).isTrue();
        site.putInPlace();

        assertThat(Seal.isClosed(data)).isFalse();
        assertThat(Trees.entries(data)).containsExactlyInAnyOrder(data.resolve("base"), data.resolve("PG_VERSION"));
    }

    @Test
    void aMountPointsNameMayHaveBlanks() {
        assertThat(MountPoints.placeOf("36 35 98:0 / /srv/data\\040one rw,noatime shared:1 - ext4 /dev/sdb rw"))
                .isEqualTo("/srv/data one");
        assertThat(MountPoints.contain(Path.of("/proc"))).isTrue();
        assertThat(MountPoints.contain(parent)).isFalse();
    }

    private static void server(Path directory, String rows) throws IOException {
        Files.createDirectories(directory.resolve("base"));
        Files.setPosixFilePermissions(directory.resolve("base"), PosixFilePermissions.fromString("rwx------"));
        Files.writeString(directory.resolve("PG_VERSION"), "15\n");
        Files.writeString(directory.resolve("base/rows"), rows);
    }
}
