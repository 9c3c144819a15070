/// Real Kafka brokers, each in a JVM of its own.
@NullMarked
package io.pgbaton.fleet.kafka;

import org.jspecify.annotations.NullMarked;
