package tw.vigil.sigma.match;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An IPv4 or IPv6 network. Addresses in events are compared whatever their spelling; IPv4 in its IPv6-mapped
/// form is IPv4; anything after the address, such as a port, makes it none.
public final class Network {

    private final byte[] address;
    private final int prefix;

    private Network(byte[] address, int prefix) {
        this.address = address;
        this.prefix = prefix;
    }

    /// @throws IllegalArgumentException with what would be accepted
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        var address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an IPv4 or IPv6 network; write for example 10.0.0.0/8 or 2001:db8::/32");
        }
        int bits = address.length * 8;
        int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1), bits);
        if (prefix < 0) {
            throw new IllegalArgumentException("'" + text + "' needs a prefix length from 0 to " + bits);
        }
        if (!Arrays.equals(masked(address, prefix), address)) {
            throw new IllegalArgumentException("'" + text + "' has host bits set; zero what follows the prefix");
        }
        return new Network(address, prefix);
    }

    private static int prefix(String text, int bits) {
        boolean digits = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int value = digits ? Integer.parseInt(text) : -1;
        return value <= bits ? value : -1;
    }

    public boolean contains(String text) {
        byte @Nullable [] other = IpAddress.parse(text);
        if (other == null) {
            return false;
        }
        var plain = IpAddress.unmapped(other);
        return plain.length == address.length && Arrays.equals(masked(plain, prefix), address);
    }

    private static byte[] masked(byte[] address, int prefix) {
        var masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int keep = Math.clamp(prefix - i * 8L, 0, 8);
            masked[i] &= (byte) (0xFF << (8 - keep));
        }
        return masked;
    }
}
