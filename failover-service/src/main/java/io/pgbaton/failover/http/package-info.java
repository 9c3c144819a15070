/// Where the service meets Quarkus: configuration, start and end, health, metrics and the HTTP API.
@NullMarked
package io.pgbaton.failover.http;

import org.jspecify.annotations.NullMarked;
