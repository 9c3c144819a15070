@NullMarked
package io.pgbaton.agent.config;

import org.jspecify.annotations.NullMarked;
