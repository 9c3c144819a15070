package io.pgbaton.fleet.configure;

import io.pgbaton.fleet.plan.FleetPlan;
import io.pgbaton.fleet.plan.Service;
import io.pgbaton.fleet.programs.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The command line with the fleet's addresses already set: `pgbaton cluster show orders`.
public final class CliWrapper {

    private CliWrapper() {}

    public static void write(Path file, FleetPlan plan, Installation installation) {
        String script = """
                #!/bin/sh
                # pgbaton for the fleet in this folder; made by ./sandbox
                JAVA_HOME=${JAVA_HOME:-'%s'}
                PGBATON_MONITOR_URL=${PGBATON_MONITOR_URL:-%s}
                PGBATON_FAILOVER_URL=${PGBATON_FAILOVER_URL:-%s}
                export JAVA_HOME PGBATON_MONITOR_URL PGBATON_FAILOVER_URL
                exec '%s' "$@"
                """.formatted(
                        installation.javaHome(),
                        Service.MONITOR.url(plan),
                        Service.FAILOVER.url(plan),
                        installation.program("pgbaton"));
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, script);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
