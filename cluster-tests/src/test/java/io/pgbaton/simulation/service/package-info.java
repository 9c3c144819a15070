/// The failover service: the production core behind simulated ports.
@NullMarked
package io.pgbaton.simulation.service;

import org.jspecify.annotations.NullMarked;
