@NullMarked
package io.pgbaton.agent.act;

import org.jspecify.annotations.NullMarked;
