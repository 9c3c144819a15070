package io.pgbaton.monitor.diagnose;

import io.pgbaton.monitor.fleet.ClusterNow;
import java.util.stream.Stream;

/// One thing that can be wrong with a cluster. Reads the picture and nothing else: `now.asOf()` is its only clock.
interface Check {
    Stream<Finding> examine(ClusterNow now);
}
