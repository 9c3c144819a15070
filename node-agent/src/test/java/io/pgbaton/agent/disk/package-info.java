@NullMarked
package io.pgbaton.agent.disk;

import org.jspecify.annotations.NullMarked;
