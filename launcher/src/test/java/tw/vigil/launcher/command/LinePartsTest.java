package tw.vigil.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class LinePartsTest {

    private static final int MEGABYTE = 1 << 20;

    @Test
    void partsEndWhereLinesEndAndHoldEverything() throws Exception {
        var parts = parts("one\ntwo\nthree\nfour without an end", 6, MEGABYTE);

        assertThat(all(parts)).containsExactly("one\n", "two\n", "three\n", "four without an end");
    }

    @Test
    void anEmptyStreamHasNoParts() throws Exception {
        assertThat(parts("", 8, MEGABYTE).next()).isEmpty();
    }

    @Test
    void whatLiesBeforeABreakOfACompressedFileIsGivenOut() throws Exception {
        var random = new Random(7);
        var text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append(Long.toHexString(random.nextLong())).append('\n');
        }
        byte[] whole = gzip(text.toString());
        var parts = new LineParts(
                new GZIPInputStream(new ByteArrayInputStream(Arrays.copyOf(whole, whole.length / 2))),
                MEGABYTE,
                MEGABYTE);

        String before = new String(parts.next(), StandardCharsets.UTF_8);

        assertThat(text.toString()).startsWith(before);
        assertThat(before).hasSizeGreaterThan(100_000).endsWith("\n");
        assertThatIOException().isThrownBy(parts::next).isInstanceOf(EOFException.class);
    }

    @Test
    void aLineThatIsTooLongIsRefusedAfterTheLinesBeforeIt() throws Exception {
        var parts = parts("short\n" + "x".repeat(200), 16, 100);

        assertThat(parts.next()).asString(StandardCharsets.UTF_8).isEqualTo("short\n");
        assertThatIOException().isThrownBy(parts::next).withMessageContaining("longer");
    }

    private static LineParts parts(String text, int partBytes, int longestLine) {
        return new LineParts(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), partBytes, longestLine);
    }

    private static List<String> all(LineParts parts) throws IOException {
        var all = new ArrayList<String>();
        for (byte[] part = parts.next(); part.length > 0; part = parts.next()) {
            all.add(new String(part, StandardCharsets.UTF_8));
        }
        return all;
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
