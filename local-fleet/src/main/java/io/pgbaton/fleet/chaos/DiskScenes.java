package io.pgbaton.fleet.chaos;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.folder.Secrets;
import java.time.Duration;
import java.util.List;

/// Disks that fill up or break. They are played on a fleet in which every node has a disk of its own.
final class DiskScenes {

    /// Log segments that a server may still have in reserve, and more.
    private static final int MOST_SEGMENTS = 40;

    private DiskScenes() {}

    static List<Scene> all() {
        return List.of(
                new Scene(
                        6,
                        "disk-full",
                        "the primary's disk has no room for its log",
                        Expectation.failover(Expectation.Loss.NONE, Duration.ZERO),
                        stage -> {
                            stage.disk().fill();
                            useUpLog(stage);
                            stage.awaitSuccessorOf(stage.primary());
                            stage.disk().empty();
                        }),
                new Scene(
                        6,
                        "disk-read-only",
                        "the primary's file system turns read-only",
                        Expectation.failover(Expectation.Loss.UNRECEIVED, Duration.ZERO),
                        stage -> {
                            stage.disk().turnReadOnly();
                            try {
                                stage.awaitSuccessorOf(stage.primary());
                            } finally {
                                stage.powerOff(stage.primary());
                                stage.disk().repair();
                            }
                        }));
    }

    /// Begins one segment after the other until there is no room for another.
    private static void useUpLog(Stage stage) {
        for (int segment = 0; segment < MOST_SEGMENTS; segment++) {
            try {
                stage.fleet().servers().execute(stage.primary(), Secrets.APP, List.of("SELECT pg_switch_wal()"));
                stage.hold(Duration.ofMillis(50), Duration.ofMillis(50));
            } catch (FleetException e) {
                // this is the one that found no room
                return;
            }
        }
        throw new FleetException("the disk is full, and " + stage.primary().label() + " still finds room for its log");
    }
}
