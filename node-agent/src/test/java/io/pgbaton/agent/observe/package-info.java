@NullMarked
package io.pgbaton.agent.observe;

import org.jspecify.annotations.NullMarked;
