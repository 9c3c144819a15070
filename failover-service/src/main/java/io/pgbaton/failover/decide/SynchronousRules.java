package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterId;
import java.util.Map;

/// How synchronous replication is kept: the rule of every cluster, but for those that have their own.
public record SynchronousRules(Rule everywhere, Map<ClusterId, Rule> own) {

    public static final SynchronousRules OFF = new SynchronousRules(new Rule(Mode.OFF, 1), Map.of());

    public enum Mode {
        /// Not managed.
        OFF,
        /// Commits wait while there is a standby to wait for.
        ON,
        /// Commits wait, also for a standby that is not there.
        STRICT
    }

    /// `standbys` is how many have to confirm a commit.
    public record Rule(Mode mode, int standbys) {
        public Rule {
            if (standbys < 1) {
                throw new IllegalArgumentException("synchronous-standbys is " + standbys + ": use 1 or more");
            }
        }
    }

    public SynchronousRules {
        own = Map.copyOf(own);
    }

    Rule of(ClusterId cluster) {
        return own.getOrDefault(cluster, everywhere);
    }
}
