@NullMarked
package io.pgbaton.agent.adopt;

import org.jspecify.annotations.NullMarked;
