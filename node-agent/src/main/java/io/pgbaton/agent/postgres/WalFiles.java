package io.pgbaton.agent.postgres;

import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.Timeline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The write-ahead log as it lies on disk in `pg_wal`: read to its true end on a dead primary, and continued on a
/// candidate exactly where and how its receiver would have written (rule F5a).
public final class WalFiles {

    private static final int PAGE = 8192;
    private static final int PAGE_ADDRESS_AT = 8;
    private static final Pattern SEGMENT_NAME = Pattern.compile("[0-9A-F]{24}");

    private final Path directory;
    private final Timeline timeline;
    private final long segmentSize;

    private WalFiles(Path directory, Timeline timeline, long segmentSize) {
        this.directory = directory;
        this.timeline = timeline;
        this.segmentSize = segmentSize;
    }

    /// All segment files have the same size; any of them tells it.
    public static WalFiles of(DataDirectory data, Timeline timeline) throws IOException {
        return of(data.wal(), timeline);
    }

    static WalFiles of(Path wal, Timeline timeline) throws IOException {
        try (Stream<Path> files = Files.list(wal)) {
            Path any = files.filter(file ->
                            SEGMENT_NAME.matcher(file.getFileName().toString()).matches())
                    .findAny()
                    .orElseThrow(() -> new IOException("pg_wal holds no segment"));
            return new WalFiles(wal, timeline, Files.size(any));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    public Timeline timeline() {
        return timeline;
    }

    /// The files of another timeline beside these.
    WalFiles on(Timeline other) {
        return new WalFiles(directory, other, segmentSize);
    }

    /// How many bytes of the segment that holds `at` lie before `until`.
    int leftInSegment(Lsn at, Lsn until) {
        long left = segmentSize - offsetOf(at);
        return (int) Math.min(left, until.bytes() - at.bytes());
    }

    long offsetOf(Lsn at) {
        return at.bytes() % segmentSize;
    }

    /// So many bytes of one segment; empty when there is no such file, or not so much in it.
    Optional<byte[]> read(Lsn from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(segmentOf(from.bytes()), StandardOpenOption.READ)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, offsetOf(from) + bytes.position()) < 0) {
                    return Optional.empty();
                }
            }
            return Optional.of(bytes.array());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// Writes everything from `from` to the end of the last page that bears its own address. A page that was
    /// recycled, or never written, bears another.
    public long copyTo(OutputStream out, Lsn from) throws IOException {
        long at = from.bytes();
        long copied = 0;
        ByteBuffer page = ByteBuffer.allocate(PAGE).order(ByteOrder.nativeOrder());
        while (readPage(page, at - at % PAGE)) {
            int skipped = (int) (at % PAGE);
            out.write(page.array(), skipped, PAGE - skipped);
            copied += PAGE - skipped;
            at += PAGE - skipped;
        }
        return copied;
    }

    private boolean readPage(ByteBuffer page, long address) throws IOException {
        Path segment = segmentOf(address);
        if (!Files.exists(segment)) {
            return false;
        }
        page.clear();
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ)) {
            long position = address % segmentSize;
            while (page.hasRemaining()) {
                int read = channel.read(page, position + page.position());
                if (read < 0) {
                    return false;
                }
            }
        }
        return page.getLong(PAGE_ADDRESS_AT) == address;
    }

    /// Writes `tail` from `from` on, making zero-filled segments where none is, and syncs each. Answers how many
    /// bytes came.
    public long append(InputStream tail, Lsn from) throws IOException {
        long at = from.bytes();
        byte[] buffer = new byte[PAGE];
        for (int read = tail.read(buffer); read >= 0; read = tail.read(buffer)) {
            for (int done = 0; done < read; ) {
                long leftInSegment = segmentSize - at % segmentSize;
                int part = (int) Math.min(read - done, leftInSegment);
                writeTo(segmentOf(at), at % segmentSize, ByteBuffer.wrap(buffer, done, part));
                done += part;
                at += part;
            }
        }
        sync(from.bytes(), at);
        return at - from.bytes();
    }

    private void writeTo(Path segment, long position, ByteBuffer bytes) throws IOException {
        boolean isNew = !Files.exists(segment);
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (isNew) {
                channel.write(ByteBuffer.wrap(new byte[1]), segmentSize - 1);
            }
            long at = position;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        }
    }

    private void sync(long from, long end) throws IOException {
        for (long at = from - from % segmentSize; at < end; at += segmentSize) {
            try (FileChannel channel = FileChannel.open(segmentOf(at), StandardOpenOption.WRITE)) {
                channel.force(false);
            }
        }
    }

    /// The segment file that holds this byte.
    String nameAt(Lsn lsn) {
        return segmentOf(lsn.bytes()).getFileName().toString();
    }

    private Path segmentOf(long address) {
        long number = address / segmentSize;
        long perLogId = 0x1_0000_0000L / segmentSize;
        return directory.resolve(
                String.format(Locale.ROOT, "%08X%08X%08X", timeline.value(), number / perLogId, number % perLogId));
    }
}
