/// The bus as Kafka: clients on threads of their own, with exact control of acknowledgements, positions and time.
@NullMarked
package io.pgbaton.failover.kafka;

import org.jspecify.annotations.NullMarked;
