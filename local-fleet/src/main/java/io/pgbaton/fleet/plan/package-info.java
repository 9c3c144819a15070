/// What a fleet consists of and where each part listens; values only.
@NullMarked
package io.pgbaton.fleet.plan;

import org.jspecify.annotations.NullMarked;
