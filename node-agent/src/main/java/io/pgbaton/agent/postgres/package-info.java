/// The PostgreSQL server beside this agent: its processes, its files, its programs, its SQL.
@NullMarked
package io.pgbaton.agent.postgres;

import org.jspecify.annotations.NullMarked;
