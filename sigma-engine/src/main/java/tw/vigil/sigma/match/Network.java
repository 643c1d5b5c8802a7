package tw.vigil.sigma.match;

import java.nio.charset.StandardCharsets;
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

    /// As of a text, without making one where it is an IPv4 address or certainly none.
    ///
    /// @param utf8 the text lies in it
    public boolean contains(byte[] utf8, int from, int to) {
        long v4 = IpAddress.v4(utf8, from, to);
        if (v4 >= 0) {
            int mask = prefix == 0 ? 0 : -1 << (32 - prefix);
            return address.length == 4 && (int) (v4 & mask) == v4Of(address);
        }
        boolean colon = false;
        for (int i = from; i < to && to - from <= IpAddress.MAX_TEXT; i++) {
            colon |= utf8[i] == ':';
        }
        return colon && contains(new String(utf8, from, to - from, StandardCharsets.UTF_8));
    }

    private static int v4Of(byte[] address) {
        return ((address[0] & 0xFF) << 24)
                | ((address[1] & 0xFF) << 16)
                | ((address[2] & 0xFF) << 8)
                | (address[3] & 0xFF);
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
