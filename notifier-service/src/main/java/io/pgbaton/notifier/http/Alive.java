package io.pgbaton.notifier.http;

import io.pgbaton.notifier.Service;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/// Alive while its threads go round; neither Kafka nor the database nor a receiver can make it otherwise.
@Liveness
public class Alive implements HealthCheck {

    private final Service service;

    Alive(Service service) {
        this.service = service;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("threads").status(service.isAlive()).build();
    }
}
