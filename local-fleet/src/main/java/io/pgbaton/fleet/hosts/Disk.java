package io.pgbaton.fleet.hosts;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.process.Command;
import io.pgbaton.fleet.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A disk of its own for one folder: an ext4 file system in a file, which can fill up and break as a real one does.
public final class Disk implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int MB = 600;

    /// Less than a segment of PostgreSQL's log (16 MB), more than an agent's small files need.
    private static final int MB_LEFT = 6;

    private final Path image;
    private final Path folder;

    private Disk(Path image, Path folder) {
        this.image = image;
        this.folder = folder;
    }

    /// In one line why there can be no such disks here; empty when there can.
    public static Optional<String> missing() {
        if (!Files.exists(Path.of("/dev/loop-control")) || !Files.isDirectory(Path.of("/sys/fs/ext4"))) {
            return Optional.of("disks of their own need loop devices and ext4, which this system has not");
        }
        Command.Ended tools = Command.tryToRun(
                PATIENCE, List.of("sh", "-c", "command -v mkfs.ext4 && command -v fsck.ext4 && command -v findmnt"));
        return tools.status() == 0
                ? Optional.empty()
                : Optional.of("disks of their own need mkfs.ext4 and findmnt: install e2fsprogs and util-linux");
    }

    /// Makes the file system in `image` and mounts it at `folder`.
    public static Disk at(Path folder, Path image) {
        Folders.create(folder);
        Disk disk = new Disk(image, folder);
        shell("truncate -s " + MB + "M '" + image + "'; mkfs.ext4 -q -m 0 '" + image + "'");
        disk.mount();
        return disk;
    }

    /// Nothing larger than a few megabytes fits any more.
    public void fill() {
        shell("free=$(df -m --output=avail '" + folder + "' | tail -n 1); fallocate -l $((free - " + MB_LEFT + "))M '"
                + filler() + "'");
    }

    public void empty() {
        shell("rm -f '" + filler() + "'");
    }

    /// What ext4 does with a disk that returns errors: read-only from now on, whoever has files open.
    public void turnReadOnly() {
        Path trigger = Path.of("/sys/fs/ext4", device(), "trigger_fs_error");
        try {
            Files.writeString(trigger, "1");
        } catch (IOException e) {
            throw new FleetException("cannot break the file system at " + folder + ": " + e.getMessage(), e);
        }
    }

    /// Checked and mounted again; nobody may have a file open.
    public void repair() {
        // fsck says with status 1 that it has mended something
        shell("umount '" + folder + "'; fsck.ext4 -fy '" + image + "' || [ $? -eq 1 ]");
        mount();
    }

    /// Nobody may have a file open. Repeating it does no harm.
    @Override
    public void close() {
        shell("! mountpoint -q '" + folder + "' || umount '" + folder + "'; rm -f '" + image + "'");
    }

    private void mount() {
        shell("mount -o loop,errors=remount-ro '" + image + "' '" + folder + "'");
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    /// `loop3`.
    private String device() {
        String source = Command.run(PATIENCE, List.of("findmnt", "-n", "-o", "SOURCE", folder.toString()));
        return Path.of(source.strip()).getFileName().toString();
    }

    private static void shell(String script) {
        Command.run(PATIENCE, List.of("sh", "-ec", script));
    }
}
