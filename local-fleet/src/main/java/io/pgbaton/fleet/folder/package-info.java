/// Where a fleet's data lies on disk, and what is remembered there of its processes.
@NullMarked
package io.pgbaton.fleet.folder;

import org.jspecify.annotations.NullMarked;
