package io.pgbaton.notifier.deliver;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/// Keeps a webhook from being pointed into the network the notifier stands in: what a subscription may name is
/// otherwise a way to reach every service that trusts its neighbours.
final class AddressGuard {

    private AddressGuard() {}

    static boolean isPrivate(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || switch (address) {
                    case Inet4Address v4 -> isReserved(v4.getAddress());
                    case Inet6Address v6 -> isLocal(v6.getAddress());
                    default -> true;
                };
    }

    /// 0/8, shared 100.64/10, 192.0.0/24, benchmarks 198.18/15, and 240/4 with the broadcast address.
    private static boolean isReserved(byte[] v4) {
        int first = v4[0] & 0xFF;
        int second = v4[1] & 0xFF;
        return first == 0
                || first >= 240
                || (first == 100 && second >= 64 && second < 128)
                || (first == 192 && second == 0 && v4[2] == 0)
                || (first == 198 && (second == 18 || second == 19));
    }

    /// Unique local fc00::/7, and NAT64 64:ff9b::/96, which leads back into IPv4.
    private static boolean isLocal(byte[] v6) {
        boolean uniqueLocal = (v6[0] & 0xFE) == 0xFC;
        boolean translated = v6[0] == 0 && v6[1] == 0x64 && (v6[2] & 0xFF) == 0xFF && (v6[3] & 0xFF) == 0x9B;
        return uniqueLocal || translated;
    }
}
