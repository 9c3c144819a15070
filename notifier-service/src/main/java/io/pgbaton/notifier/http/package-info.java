/// The service's own HTTP interface and health.
@NullMarked
package io.pgbaton.notifier.http;

import org.jspecify.annotations.NullMarked;
