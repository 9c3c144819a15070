/// Folds what agents report into what is known of each cluster, and since when. Pure: time comes in with each
/// report.
@NullMarked
package io.pgbaton.failover.evidence;

import org.jspecify.annotations.NullMarked;
