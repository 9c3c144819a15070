@NullMarked
package io.pgbaton.agent.kafka;

import org.jspecify.annotations.NullMarked;
