package io.pgbaton.monitor.kafka;

import io.pgbaton.monitor.history.HistoryDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready once the bus is read. The history is only told of: without it the live picture is whole.
@Readiness
@ApplicationScoped
class BusHealth implements HealthCheck {

    private final BusStanding standing;
    private final HistoryDatabase history;

    BusHealth(BusStanding standing, HistoryDatabase history) {
        this.standing = standing;
        this.history = history;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("bus")
                .status(standing.isWhole())
                .withData("bus", standing.bus())
                .withData("history", history.isUp() ? "up" : "does not answer")
                .build();
    }
}
