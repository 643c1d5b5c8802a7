package tw.vigil.sigma.match;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Textual IP addresses, without ever asking a name server.
final class IpAddress {

    static final int MAX_TEXT = 45;

    private IpAddress() {}

    /// 4 or 16 bytes; null when the text is no address.
    static byte @Nullable [] parse(String text) {
        if (text.length() > MAX_TEXT || text.isEmpty()) {
            return null;
        }
        return text.indexOf(':') >= 0 ? v6(text) : v4(text);
    }

    /// The address in texts like `203.0.113.7:51122`, `[2001:db8::1]:443` and `::ffff:203.0.113.7`; null when there
    /// is none.
    static @Nullable String withoutPort(String text) {
        if (v4Number(text) >= 0) {
            return text;
        }
        var bare = text;
        int bracket = text.indexOf(']');
        int colon = text.indexOf(':');
        if (text.startsWith("[") && bracket > 0) {
            bare = text.substring(1, bracket);
        } else if (colon > 0 && text.indexOf(':', colon + 1) < 0) {
            bare = text.substring(0, colon);
        }
        byte[] address = parse(bare);
        boolean mapped = address != null && unmapped(address).length < address.length && bare.indexOf('.') > 0;
        return address == null ? null : mapped ? bare.substring(bare.lastIndexOf(':') + 1) : bare;
    }

    static byte[] unmapped(byte[] address) {
        boolean mapped = address.length == 16 && address[10] == -1 && address[11] == -1;
        for (int i = 0; mapped && i < 10; i++) {
            mapped = address[i] == 0;
        }
        return mapped ? Arrays.copyOfRange(address, 12, 16) : address;
    }

    private static byte @Nullable [] v4(String text) {
        long address = v4Number(text);
        return address < 0
                ? null
                : new byte[] {(byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address};
    }

    /// The address as a number; -1 when the text is no IPv4 address. Asked for most events: it keeps nothing.
    private static long v4Number(String text) {
        var address = new V4();
        for (int i = 0; i < text.length(); i++) {
            if (!address.take(text.charAt(i))) {
                return -1;
            }
        }
        return address.number();
    }

    /// The same of bytes.
    static long v4(byte[] text, int from, int to) {
        var address = new V4();
        for (int i = from; i < to; i++) {
            if (!address.take(text[i])) {
                return -1;
            }
        }
        return address.number();
    }

    /// Four numbers up to 255 without leading zeros, read character by character.
    private static final class V4 {
        private long closed;
        private int parts = 1;
        private int part;
        private int digits;

        /// False when no address goes on like this.
        boolean take(int c) {
            boolean leadingZero = digits == 1 && part == 0;
            if (c >= '0' && c <= '9' && digits < 3 && !leadingZero) {
                part = part * 10 + c - '0';
                digits++;
                return part <= 255;
            }
            if (c != '.' || digits == 0 || parts == 4) {
                return false;
            }
            closed = (closed << 8) | part;
            parts++;
            part = 0;
            digits = 0;
            return true;
        }

        /// -1 when it ends too early.
        long number() {
            return parts == 4 && digits > 0 ? (closed << 8) | part : -1;
        }
    }

    private static byte @Nullable [] v6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        byte[] head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        byte[] tail = groups(gap < 0 ? "" : text.substring(gap + 2), true);
        if (head == null || tail == null) {
            return null;
        }
        int filled = head.length + tail.length;
        if (gap < 0 ? filled != 16 : filled > 14) {
            return null;
        }
        var address = new byte[16];
        System.arraycopy(head, 0, address, 0, head.length);
        System.arraycopy(tail, 0, address, 16 - tail.length, tail.length);
        return address;
    }

    private static byte @Nullable [] groups(String text, boolean mayEndInV4) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        var parts = text.split(":", -1);
        if (parts.length > 8) {
            return null;
        }
        var bytes = new byte[parts.length * 2 + 2];
        int length = 0;
        for (int i = 0; i < parts.length; i++) {
            var part = parts[i];
            if (mayEndInV4 && i == parts.length - 1 && part.indexOf('.') >= 0) {
                byte[] v4 = v4(part);
                if (v4 == null) {
                    return null;
                }
                System.arraycopy(v4, 0, bytes, length, 4);
                return Arrays.copyOf(bytes, length + 4);
            }
            boolean hex = !part.isEmpty()
                    && part.length() <= 4
                    && part.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
            if (!hex) {
                return null;
            }
            int group = Integer.parseInt(part, 16);
            bytes[length++] = (byte) (group >> 8);
            bytes[length++] = (byte) group;
        }
        return Arrays.copyOf(bytes, length);
    }
}
