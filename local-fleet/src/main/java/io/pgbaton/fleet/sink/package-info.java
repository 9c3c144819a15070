/// A mail server and a webhook receiver that keep what they get, to be read.
@NullMarked
package io.pgbaton.fleet.sink;

import org.jspecify.annotations.NullMarked;
