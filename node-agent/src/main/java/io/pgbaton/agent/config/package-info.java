/// What the agent is told in its configuration file, in repmgr.conf's syntax, and libpq's connection strings.
@NullMarked
package io.pgbaton.agent.config;

import org.jspecify.annotations.NullMarked;
