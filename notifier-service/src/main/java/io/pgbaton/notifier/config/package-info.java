/// The service's settings and the subscriptions file.
@NullMarked
package io.pgbaton.notifier.config;

import org.jspecify.annotations.NullMarked;
