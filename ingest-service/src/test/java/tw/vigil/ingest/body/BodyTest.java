package tw.vigil.ingest.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class BodyTest {
    private static final BodyLimits LIMITS = new BodyLimits(1 << 20, 8 << 20, 50);

    @Test
    void plainBytesPassThrough() throws IOException {
        assertThat(read("{}".getBytes(StandardCharsets.UTF_8))).isEqualTo("{}");
        assertThat(read(new byte[] {'{'})).isEqualTo("{");
        assertThat(read(new byte[0])).isEmpty();
    }

    @Test
    void gzipIsKnownByItsFirstBytes() throws IOException {
        assertThat(read(gzip("{\"a\":1}"))).isEqualTo("{\"a\":1}");
    }

    /// Log shippers append one gzip member to the other; a stream that has "nothing available" is not at its end.
    @Test
    void everyMemberIsRead() throws IOException {
        byte[] one = gzip("one");
        byte[] two = gzip("two");
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);

        try (var body = new Body(new Trickle(both), LIMITS)) {
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("onetwo");
        }
    }

    @Test
    void cutGzipGivesWhatIsWholeAndSaysSo() throws IOException {
        byte[] whole = gzip("x".repeat(10_000) + "y");

        try (var body = new Body(new ByteArrayInputStream(Arrays.copyOf(whole, whole.length - 9)), LIMITS)) {
            assertThat(body.readAllBytes()).isNotEmpty();
            assertThat(body.damage()).contains("cut");
        }
    }

    @Test
    void tooLargeBodyIsRefused() {
        assertThatThrownBy(() -> read(new byte[(1 << 20) + 1]))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("1048576");
    }

    @Test
    void bombIsRefusedByItsRatio() throws IOException {
        byte[] bomb = gzip(" ".repeat(4 << 20));

        assertThatThrownBy(() -> read(bomb))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("50 times");
    }

    @Test
    void hashIsOfTheContentAsItIsUncompressed() throws IOException {
        String hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

        for (byte[] sent : List.of("abc".getBytes(StandardCharsets.UTF_8), gzip("abc"))) {
            try (var body = new Body(new Trickle(sent), LIMITS)) {
                body.readAllBytes();

                assertThat(body.sha256()).isEqualTo(hash);
            }
        }
    }

    private static String read(byte[] bytes) throws IOException {
        try (var body = new Body(new ByteArrayInputStream(bytes), LIMITS)) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] gzip(String text) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    /// As a socket: a few bytes at a time, and none known to be available.
    private static final class Trickle extends FilterInputStream {
        Trickle(byte[] bytes) {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(3, length));
        }

        @Override
        public int available() {
            return 0;
        }
    }
}
