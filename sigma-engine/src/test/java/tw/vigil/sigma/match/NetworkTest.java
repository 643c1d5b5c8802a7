package tw.vigil.sigma.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tw.vigil.sigma.Cases;

/// Addresses as texts and as bytes, which have readers of their own.
class NetworkTest {

    private static final List<Network> EVERYTHING = List.of(Network.parse("0.0.0.0/0"), Network.parse("::/0"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "255.255.255.255",
                "9.90.100.249",
                "::",
                "::1",
                "1::",
                "1::8",
                "1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "FFFF:ffff:FfFf:0:00:000:0000:9",
                "::ffff:203.0.113.7",
                "64:ff9b::203.0.113.7",
                "1:2:3:4:5:6:203.0.113.7",
                "1111:2222:3333:4444:5555:6666:203.100.113.127"
            })
    void anAddressIsOne(String text) {
        assertThat(isAddress(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "1.2.3",
                "1.2.3.",
                ".1.2.3",
                "1.2.3.4.",
                "1.2.3.4.5",
                "1..2.3",
                "256.1.1.1",
                "1.1.1.256",
                "1.1.1.1000",
                "01.1.1.1",
                "1.1.1.00",
                "1.1.1.a",
                "1.1.1./",
                "1.1.1.:",
                "1.1.1.4 ",
                "+1.1.1.1",
                "203.0.113.7:443",
                ":",
                ":1",
                "1:",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1:2:3:4::5:6:7:8",
                "12345::",
                "g::",
                "::-1",
                "::\u0661",
                "::1.2.3",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4",
                "fe80::1%eth0",
                "[::1]",
                "0000:0000:0000:0000:0000:0000:0000:0000:0000:0"
            })
    void anythingElseIsNone(String text) {
        assertThat(isAddress(text)).isFalse();
    }

    private static boolean isAddress(String text) {
        boolean asText = EVERYTHING.stream().anyMatch(network -> network.contains(text));
        assertThat(EVERYTHING.stream().anyMatch(network -> within(network, text)))
                .as("bytes of " + text)
                .isEqualTo(asText);
        return asText;
    }

    /// The text stands between digits that are not its own.
    private static boolean within(Network network, String text) {
        byte[] bytes = ("1" + text + "1").getBytes(StandardCharsets.UTF_8);
        return network.contains(bytes, 1, bytes.length - 1);
    }

    @Test
    void aNetworkHoldsTheAddressesWithItsPrefix() {
        Cases.check(20_000, random -> {
            byte[] first = bytes(random, random.nextBoolean() ? 4 : 16);
            int prefix = random.nextInt(first.length * 8 + 1);
            byte[] other = first.clone();
            int changed = random.nextInt(first.length * 8);
            other[changed / 8] ^= (byte) (0x80 >> (changed % 8));
            var network = Network.parse(text(cleared(first, prefix)) + "/" + prefix);

            // One bit changed may make it an address that stands for one of the other family.
            assertHolds(network, first, true);
            assertHolds(network, other, changed >= prefix && isPlain(first) == isPlain(other));
        });
    }

    private static void assertHolds(Network network, byte[] address, boolean expected) {
        var written = text(address);
        assertThat(network.contains(written)).as(written).isEqualTo(expected);
        assertThat(within(network, written)).as(written).isEqualTo(expected);
    }

    /// An address that stands for one of the other family is of that family.
    private static boolean isPlain(byte[] address) {
        return IpAddress.unmapped(address).length == address.length;
    }

    private static byte[] bytes(RandomGenerator random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] cleared(byte[] address, int prefix) {
        var cleared = address.clone();
        for (int bit = prefix; bit < address.length * 8; bit++) {
            cleared[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        return cleared;
    }

    private static String text(byte[] address) {
        try {
            var text = InetAddress.getByAddress(address).getHostAddress();
            return address[address.length - 1] % 2 == 0 ? text : text.toUpperCase(Locale.ROOT);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(HexFormat.of().formatHex(address), e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,           10.255.255.255,          true",
        "10.0.0.0/8,           11.0.0.0,                false",
        "10.0.0.0/8,           ::ffff:10.1.2.3,         true",
        "10.0.0.0/8,           ::fffe:10.1.2.3,         false",
        "10.0.0.0/8,           ::1:ffff:10.1.2.3,       false",
        "10.0.0.0/8,           1::ffff:10.1.2.3,        false",
        "::/0,                 10.1.2.3,                false",
        "0.0.0.0/0,            ::1,                     false",
        "203.0.113.7,          203.0.113.7,             true",
        "203.0.113.7/32,       203.0.113.6,             false",
        "2001:db8::/32,        2001:DB8:0:0::1,         true",
        "2001:db8::/32,        2001:db9::,              false",
        "2001:db8::1,          2001:0db8::0001,         true"
    })
    void spellingDoesNotMatter(String network, String address, boolean expected) {
        assertThat(Network.parse(network).contains(address)).isEqualTo(expected);
        assertThat(within(Network.parse(network), address)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/33,    prefix length from 0 to 32",
        "10.0.0.0/,      prefix length from 0 to 32",
        "10.0.0.0/-1,    prefix length from 0 to 32",
        "10.0.0.0/+8,    prefix length from 0 to 32",
        "10.0.0.0/0008,  prefix length from 0 to 32",
        "10.0.0.0/8/8,   prefix length from 0 to 32",
        "10.0.0.0/8:,    prefix length from 0 to 32",
        "::/129,         prefix length from 0 to 128",
        "10.0.0.1/31,    host bits",
        "10.128.0.0/8,   host bits",
        "2001:db8::1/127, host bits",
        "/8,             not an IPv4 or IPv6 network",
        "10.0.0/8,       not an IPv4 or IPv6 network"
    })
    void whatIsNoNetworkIsRefused(String text, String why) {
        assertThatThrownBy(() -> Network.parse(text)).hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7:51122,            203.0.113.7",
        "203.0.113.7,                  203.0.113.7",
        "[2001:db8::1]:443,            2001:db8::1",
        "[2001:db8::1],                2001:db8::1",
        "2001:db8::1,                  2001:db8::1",
        "::ffff:203.0.113.7,           203.0.113.7",
        "[::ffff:203.0.113.7]:443,     203.0.113.7",
        "::fffe:203.0.113.7,           ::fffe:203.0.113.7",
        "64:ff9b::203.0.113.7,         64:ff9b::203.0.113.7",
        "::ffff:cb00:7107,             ::ffff:cb00:7107"
    })
    void aPortIsTakenOff(String text, String address) {
        assertThat(IpAddress.withoutPort(text)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", ":443", "host:443", "[]:443", "[host]:443", "]:443", "203.0.113.7:1:2"})
    void whatHasNoAddressGivesNone(String text) {
        assertThat(IpAddress.withoutPort(text)).isNull();
    }
}
