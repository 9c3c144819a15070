package io.pgbaton.notifier.route;

import io.pgbaton.contracts.ClusterId;

/// What keeps its order: the deliveries about one cluster to one receiver.
public record Lane(ClusterId cluster, Target target) {}
