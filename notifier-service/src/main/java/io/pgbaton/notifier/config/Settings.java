package io.pgbaton.notifier.config;

import io.pgbaton.notifier.deliver.Directory;
import io.pgbaton.notifier.route.Routing;

/// A subscriptions file that was read and found right: who hears of what, and how each is reached.
public record Settings(Routing routing, Directory directory) {}
