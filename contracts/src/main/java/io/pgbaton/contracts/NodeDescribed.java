package io.pgbaton.contracts;

/// Who a node is: said by its agent at its start, when its configuration changes, and every ten seconds, so that a
/// reader that comes later knows it too.
public record NodeDescribed(ClusterId cluster, NodeId node, String boot, NodeProfile profile) implements Report {}
