package io.pgbaton.failover.http;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/// Alive while its thread is; a bus that is away is no reason to restart it.
@Liveness
@ApplicationScoped
class ThreadLives implements HealthCheck {

    private final FailoverService service;

    ThreadLives(FailoverService service) {
        this.service = service;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("deciding thread")
                .status(service.thread().isAlive())
                .build();
    }
}
