package tw.vigil.alert.notify;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// Addresses that an outgoing hook must not reach: loopback, private, link-local (with the clouds' metadata
/// services), shared, reserved and multicast ranges, also where an IPv6 address carries one of them.
final class InternalAddresses {
    private InternalAddresses() {}

    static boolean contains(InetAddress address) {
        return switch (address) {
            case Inet4Address v4 -> internal(v4.getAddress());
            case Inet6Address v6 -> internal(v6);
            default -> true;
        };
    }

    private static boolean internal(byte[] v4) {
        int first = v4[0] & 0xff;
        int second = v4[1] & 0xff;
        int third = v4[2] & 0xff;
        return first == 0
                || first == 10
                || first == 127
                || first >= 224
                || (first == 100 && (second & 0xc0) == 64)
                || (first == 169 && second == 254)
                || (first == 172 && (second & 0xf0) == 16)
                || (first == 192 && second == 168)
                || (first == 192 && second == 0 && third == 0)
                || (first == 198 && (second & 0xfe) == 18);
    }

    private static boolean internal(Inet6Address address) {
        byte[] bytes = address.getAddress();
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || (bytes[0] & 0xfe) == 0xfc
                || carriesInternal(bytes);
    }

    /// `::a.b.c.d`, NAT64 `64:ff9b::a.b.c.d` and 6to4 `2002:aabb:ccdd::`; Java unwraps `::ffff:a.b.c.d`
    /// itself.
    private static boolean carriesInternal(byte[] v6) {
        boolean nat64 = v6[0] == 0 && v6[1] == 0x64 && (v6[2] & 0xff) == 0xff && (v6[3] & 0xff) == 0x9b;
        boolean compatible = true;
        for (int i = 0; i < 12; i++) {
            compatible &= v6[i] == 0;
        }
        if (nat64 || compatible) {
            return internal(Arrays.copyOfRange(v6, 12, 16));
        }
        boolean sixToFour = v6[0] == 0x20 && v6[1] == 0x02;
        return sixToFour && internal(Arrays.copyOfRange(v6, 2, 6));
    }

    /// True when any address of the host is internal.
    static boolean reachedBy(String host) throws UnknownHostException {
        return Arrays.stream(InetAddress.getAllByName(host)).anyMatch(InternalAddresses::contains);
    }
}
