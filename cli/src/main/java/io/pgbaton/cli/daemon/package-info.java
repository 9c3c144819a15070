/// The agent of this host as a service: started, stopped, and asked whether it is there.
@NullMarked
package io.pgbaton.cli.daemon;

import org.jspecify.annotations.NullMarked;
