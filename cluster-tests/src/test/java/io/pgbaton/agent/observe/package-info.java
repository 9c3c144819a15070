/// What an agent makes of its server, as a transcript: in its room, to hand it what it would have seen.
@NullMarked
package io.pgbaton.agent.observe;

import org.jspecify.annotations.NullMarked;
