package io.pgbaton.failover.http;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready when it has read the logs to their end and can write.
@Readiness
@ApplicationScoped
class CaughtUp implements HealthCheck {

    private final FailoverService service;

    CaughtUp(FailoverService service) {
        this.service = service;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("caught up with the decision log")
                .status(service.thread().isReady())
                .build();
    }
}
