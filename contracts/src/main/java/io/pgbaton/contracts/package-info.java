/// What the parts of pgbaton say to each other: values and nothing else.
///
/// Reports are facts said by agents, decisions are what the failover service wants done, requests are what an
/// operator asks for, events are what happened. Every record names its cluster, which is also its key on the bus.
@NullMarked
package io.pgbaton.contracts;

import org.jspecify.annotations.NullMarked;
