/// `./sandbox demo`: a fleet under failures, told as a story and checked.
@NullMarked
package io.pgbaton.fleet.demo;

import org.jspecify.annotations.NullMarked;
