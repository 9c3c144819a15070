package io.pgbaton.failover.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How long an instance may be unheard of before its partitions are given to another: the lease (rule O3), or the
/// least the brokers allow.
final class GroupSession {

    static final String LEAST = "group.min.session.timeout.ms";
    private static final Logger LOG = LoggerFactory.getLogger(GroupSession.class);
    private static final long KAFKAS_LEAST_MILLIS = 6000;

    private GroupSession() {}

    /// The session to join with; says what to set when the brokers do not allow the lease.
    static Duration choose(Admin admin, Duration lease) throws InterruptedException {
        long least = least(admin);
        if (least <= lease.toMillis()) {
            return lease;
        }
        LOG.warn(
                "a lost failover service is replaced after {} ms, not after the lease of {} ms: set {}={} on the brokers",
                least,
                lease.toMillis(),
                LEAST,
                lease.toMillis());
        return Duration.ofMillis(least);
    }

    private static long least(Admin admin) throws InterruptedException {
        try {
            List<ConfigResource> brokers = admin.describeCluster().nodes().get().stream()
                    .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
                    .toList();
            return admin.describeConfigs(brokers).all().get().values().stream()
                    .flatMap(GroupSession::leastOf)
                    .mapToLong(Long::parseLong)
                    .max()
                    .orElse(KAFKAS_LEAST_MILLIS);
        } catch (ExecutionException e) {
            LOG.warn("the brokers do not tell {}: assuming {} ({})", LEAST, KAFKAS_LEAST_MILLIS, Patience.firstLine(e));
            return KAFKAS_LEAST_MILLIS;
        }
    }

    private static Stream<String> leastOf(Config broker) {
        ConfigEntry entry = broker.get(LEAST);
        return Stream.ofNullable(entry).map(ConfigEntry::value).filter(Objects::nonNull);
    }
}
