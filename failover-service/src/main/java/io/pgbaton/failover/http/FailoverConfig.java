package io.pgbaton.failover.http;

import io.pgbaton.failover.decide.FailoverRules;
import io.pgbaton.failover.decide.SynchronousRules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The settings of this service, as `pgbaton.…`.
@ConfigMapping(prefix = "pgbaton")
interface FailoverConfig {

    /// Kafka's bootstrap servers.
    @WithDefault("127.0.0.1:9092")
    String bus();

    Topics topics();

    Failover failover();

    interface Topics {
        /// Only for topics that do not exist yet: the count is fixed for their life.
        @WithDefault("24")
        int partitions();
    }

    interface Failover {
        /// A primary silent for longer has lost the right to write; the agents need the same value.
        @WithDefault("3s")
        Duration lease();

        /// How far two monotonic clocks may run apart: 0.01 is one percent.
        @WithDefault("0.01")
        double drift();

        /// Waited for standbys that do not answer, when one does.
        @WithName("election-timeout")
        @WithDefault("500ms")
        Duration electionTimeout();

        @WithName("promotion-timeout")
        @WithDefault("30s")
        Duration promotionTimeout();

        /// For the primary to stop cleanly.
        @WithName("switchover-timeout")
        @WithDefault("60s")
        Duration switchoverTimeout();

        /// A standby further behind is not promoted by itself.
        @WithName("maximum-lag")
        @WithDefault("16MiB")
        String maximumLag();

        /// A second failover by itself within this needs an acknowledgement.
        @WithName("minimum-failover-interval")
        @WithDefault("10m")
        Duration minimumFailoverInterval();

        /// Whether it does so also without one when the primary has fallen silent, host and all.
        @WithName("failover-when-primary-gone")
        @WithDefault("false")
        boolean failoverWhenPrimaryGone();

        /// A switchover that is not forced is refused while more segments wait to be archived,
        @WithName("switchover-archive-ready")
        @WithDefault("128")
        long switchoverArchiveReady();

        /// or a transaction of the primary is older,
        @WithName("switchover-oldest-transaction")
        @WithDefault("60s")
        Duration switchoverOldestTransaction();

        /// or the new primary has less room for its log.
        @WithName("switchover-spare-wal")
        @WithDefault("256MiB")
        String switchoverSpareWal();

        @WithName("tail-rescue-timeout")
        @WithDefault("2s")
        Duration tailRescueTimeout();

        /// What happens when the end of a crashed primary's log cannot be fetched from its host: the standby is
        /// promoted without, or the old primary is started again and chosen.
        @WithName("on-server-crash")
        @WithDefault("promote")
        FailoverRules.OnServerCrash onServerCrash();

        /// Whether commits wait for standbys: `off` leaves `synchronous_standby_names` alone.
        @WithName("synchronous-mode")
        @WithDefault("off")
        SynchronousRules.Mode synchronousMode();

        /// How many have to confirm a commit.
        @WithName("synchronous-standbys")
        @WithDefault("1")
        int synchronousStandbys();

        /// By the cluster's name.
        Map<String, OwnSettings> clusters();
    }

    /// What one cluster has otherwise than the rest.
    interface OwnSettings {
        @WithName("synchronous-mode")
        Optional<SynchronousRules.Mode> synchronousMode();

        @WithName("synchronous-standbys")
        Optional<Integer> synchronousStandbys();
    }
}
