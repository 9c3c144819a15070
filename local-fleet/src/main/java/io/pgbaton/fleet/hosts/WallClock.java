package io.pgbaton.fleet.hosts;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.process.Command;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A wall clock of its own for one host, which can be set wrong while its programs run: they are started with a library
/// before libc (`wall-clock.c`) that reads from a file by how much. The monotonic clock stays right, as it does after
/// `date -s`.
///
/// libfaketime would do the same for other programs; a JVM beside it does nothing but wake up, since it turns the
/// deadlines of monotonic waits into past ones.
public final class WallClock {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SOURCE = "wall-clock.c";

    private final Path file;
    private final Path library;

    private WallClock(Path file, Path library) {
        this.file = file;
        this.library = library;
    }

    /// The clock of `host`, whose files lie in `folder`.
    public static WallClock of(NetHost host, Path folder) {
        return new WallClock(folder.resolve(host.name() + ".clock"), folder.resolve("wall-clock.so"));
    }

    /// In one line why there can be no such clocks here; empty when there can.
    public static Optional<String> missing() {
        Command.Ended compiler = Command.tryToRun(PATIENCE, List.of("sh", "-c", "command -v cc"));
        return compiler.status() == 0
                ? Optional.empty()
                : Optional.of("clocks of their own need a C compiler: install gcc");
    }

    /// Makes what all clocks of `folder` have in common.
    public static void prepare(Path folder) {
        Path source = folder.resolve(SOURCE);
        try (InputStream text = WallClock.class.getResourceAsStream(SOURCE)) {
            Files.copy(Objects.requireNonNull(text), source, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new FleetException("cannot write " + source + ": " + e.getMessage(), e);
        }
        String library = folder.resolve("wall-clock.so").toString();
        Command.run(PATIENCE, List.of("cc", "-O2", "-shared", "-fPIC", "-o", library, source.toString(), "-ldl"));
    }

    /// What stands before a command so that it goes by this clock. The process keeps its id.
    public List<String> entrance() {
        return List.of("env", "LD_PRELOAD=" + library, "PGBATON_CLOCK=" + file);
    }

    /// From now on every program of the host sees a clock that is `wrong` ahead of the right one, or behind it when
    /// that is negative.
    public void jump(Duration wrong) {
        // in one write to the same file: every program has it mapped
        ByteBuffer seconds = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        seconds.putLong(wrong.toSeconds()).flip();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(seconds, 0);
        } catch (IOException e) {
            throw new FleetException("cannot set the clock " + file + ": " + e.getMessage(), e);
        }
    }

    /// Whether any program goes by it.
    public boolean exists() {
        return Files.exists(file);
    }

    public void setRight() {
        jump(Duration.ZERO);
    }
}
