package io.pgbaton.agent.disk;

import io.pgbaton.agent.lease.HostClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The host's clock as `/proc/uptime` shows it, cut to hundredths of a second. Kept open: reading it must not fail
/// for want of a file descriptor.
public final class ProcUptime implements HostClock {

    private static final int RESOLUTION_MILLIS = 10;

    private final RandomAccessFile uptime;
    private final String boot;

    public ProcUptime() {
        try {
            this.uptime = new RandomAccessFile("/proc/uptime", "r");
            this.boot =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            throw new StateProblem("the host's monotonic clock cannot be read: " + e.getMessage()
                    + "; no lease can be kept without /proc/uptime and /proc/sys/kernel/random/boot_id");
        }
    }

    @Override
    public String boot() {
        return boot;
    }

    @Override
    public long floor() {
        return parse(read());
    }

    @Override
    public long ceiling() {
        return floor() + RESOLUTION_MILLIS;
    }

    private synchronized String read() {
        byte[] bytes = new byte[64];
        try {
            uptime.seek(0);
            int length = uptime.read(bytes);
            return new String(bytes, 0, Math.max(0, length), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new StateProblem("/proc/uptime cannot be read any more: " + e.getMessage());
        }
    }

    /// `seconds.hundredths` before the first blank, in milliseconds.
    static long parse(String line) {
        int point = line.indexOf('.');
        int blank = line.indexOf(' ');
        long seconds = Long.parseLong(line, 0, point, 10);
        return seconds * 1000 + Long.parseLong(line, point + 1, blank, 10) * RESOLUTION_MILLIS;
    }
}
