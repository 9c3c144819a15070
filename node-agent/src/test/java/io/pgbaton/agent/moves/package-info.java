@NullMarked
package io.pgbaton.agent.moves;

import org.jspecify.annotations.NullMarked;
