/// `./bench`: figures about a running fleet, one kind a file.
@NullMarked
package io.pgbaton.fleet.bench;

import org.jspecify.annotations.NullMarked;
