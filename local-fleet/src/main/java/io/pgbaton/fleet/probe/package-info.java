/// Clients beside every server, and what their acknowledged writes prove about who was writable when.
@NullMarked
package io.pgbaton.fleet.probe;

import org.jspecify.annotations.NullMarked;
