/// `pgbaton cluster ...`: a cluster, or the fleet, as a whole.
@NullMarked
package io.pgbaton.cli.cluster;

import org.jspecify.annotations.NullMarked;
