package io.pgbaton.fleet.hosts;

/// One host of a network. `port` is the name of its end of the cable at the bridge.
public record NetHost(String name, String address, Namespace namespace, String port) {}
