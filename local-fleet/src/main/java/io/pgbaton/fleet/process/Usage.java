package io.pgbaton.fleet.process;

import io.pgbaton.fleet.FleetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a process has used so far, and holds now.
public record Usage(double cpuSeconds, double residentMib) {

    /// Linux counts processor time for programs in hundredths of a second on every architecture.
    private static final double TICKS_PER_SECOND = 100;

    public static Usage of(ProcessId process) {
        Path entry = Path.of("/proc", Long.toString(process.pid()));
        try {
            String stat = Files.readString(entry.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            double cpu = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
            double kib = Files.readAllLines(entry.resolve("status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
            return new Usage(cpu, kib / 1024);
        } catch (IOException e) {
            throw new FleetException("process " + process.pid() + " has ended", e);
        }
    }
}
