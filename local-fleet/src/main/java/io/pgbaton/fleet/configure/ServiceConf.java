package io.pgbaton.fleet.configure;

import io.pgbaton.fleet.folder.FleetFolder;
import io.pgbaton.fleet.folder.Secrets;
import io.pgbaton.fleet.plan.FleetPlan;
import io.pgbaton.fleet.plan.Instance;

/// The services' configuration files. Passwords are not in them: they come in the environment, as on a real host.
public record ServiceConf(FleetPlan plan, FleetFolder folder) {

    public String of(Instance service) {
        return switch (service.service()) {
            case FAILOVER -> common(service) + failover();
            case MONITOR -> common(service) + database();
            case NOTIFIER ->
                common(service) + database() + "pgbaton.notifier.subscriptions=" + folder.subscriptions() + "\n";
        };
    }

    /// Who hears of what: everything from a warning upwards, promotions and switchovers, to both sinks.
    public String subscriptions() {
        return """
                smtp:
                  host: 127.0.0.1
                  port: %d
                  tls: disabled
                  from: pgbaton <pgbaton@sandbox.example>
                subscriptions:
                  - name: on-call
                    match:
                      severity: WARNING
                    to:
                      - email: dba-on-call@sandbox.example
                      - webhook: http://127.0.0.1:%d/hooks/pgbaton
                        name: sandbox-hook
                        secret: ${env:PGBATON_WEBHOOK_SECRET}
                        allow-private: true
                  - name: changes
                    match:
                      events: [node_rejoin, standby_switchover, standby_promote, standby_recovery]
                    to:
                      - webhook: http://127.0.0.1:%d/hooks/pgbaton
                        name: sandbox-changes
                        secret: ${env:PGBATON_WEBHOOK_SECRET}
                        allow-private: true
                """.formatted(plan.smtpPort(), plan.webhookPort(), plan.webhookPort());
    }

    private String common(Instance service) {
        return """
                # the %s service; made by ./sandbox
                pgbaton.bus=%s
                quarkus.http.host=%s
                quarkus.http.port=%d
                """.formatted(service.name(), plan.bootstrapServers(), service.host(plan), service.port(plan));
    }

    /// Whoever plays with a sandbox fails it over again and again, and so do the demo and the benches.
    private static String failover() {
        return "pgbaton.failover.minimum-failover-interval=0s\n";
    }

    private String database() {
        return """
                quarkus.datasource.jdbc.url=jdbc:postgresql://127.0.0.1:%d/pgbaton
                quarkus.datasource.username=%s
                """.formatted(plan.historyPort(), Secrets.SUPERUSER);
    }
}
