package io.pgbaton.fleet.plan;

/// Where the parts of a fleet listen: all on loopback, or each on a host of its own. `network` is the first three
/// bytes of a /24 network, as in `10.86.0`; empty stands for loopback.
public record HostAddresses(String network) {

    public static final HostAddresses LOOPBACK = new HostAddresses("");

    private static final int FIRST_BROKER = 10;
    private static final int FIRST_NODE = 100;

    /// A part with a host of its own.
    public String broker(int number) {
        return host(FIRST_BROKER + number);
    }

    /// The nodes of ten clusters find room, ten of each.
    String node(int cluster, int number) {
        return host(FIRST_NODE + 10 * cluster + number);
    }

    /// Any other host, by the last byte of its address.
    public String host(int last) {
        return isLoopback() ? "127.0.0.1" : network + "." + last;
    }

    /// What a server listens on: a host of its own has no other address than its own.
    public String listen() {
        return isLoopback() ? "127.0.0.1" : "*";
    }

    /// From where clients come; on a host of its own they use its address, too.
    public String clients() {
        return isLoopback() ? "127.0.0.1/32" : network + ".0/24";
    }

    private boolean isLoopback() {
        return network.isEmpty();
    }
}
