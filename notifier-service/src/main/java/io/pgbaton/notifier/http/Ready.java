package io.pgbaton.notifier.http;

import io.pgbaton.notifier.Service;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready once events are read. Without the history database it is ready too: it delivers.
@Readiness
public class Ready implements HealthCheck {

    private final Service service;

    Ready(Service service) {
        this.service = service;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("events").status(service.isReady()).build();
    }
}
