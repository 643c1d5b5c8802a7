package tw.vigil.ingest.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SyslogFramesTest {
    private static final int LARGEST = 500;

    private final Recorded sink = new Recorded();

    @Test
    void countedMessagesAreCutByTheirCount() {
        assertThat(read("11 <34>1 hello9 <34>1 two")).containsExactly("<34>1 hello", "<34>1 two");
    }

    @Test
    void countedMessageMayHoldLineBreaks() {
        assertThat(read("9 <34>1 a\nb8 <34>1 ok")).containsExactly("<34>1 a\nb", "<34>1 ok");
    }

    @Test
    void countedMessagesMayBeFollowedByLineBreaks() {
        assertThat(read("7 <34>1 a\n7 <34>1 b\r\n")).containsExactly("<34>1 a", "<34>1 b");
    }

    @Test
    void countIsInBytesNotInCharacters() {
        assertThat(read("12 <34>1 雲哨7 <34>1 b")).containsExactly("<34>1 雲哨", "<34>1 b");
    }

    @Test
    void linesEndInLineFeedOrNul() {
        assertThat(read("<34>a\n<34>b\r\n\n\u0000<34>c\u0000<34>d\n"))
                .containsExactly("<34>a", "<34>b", "<34>c", "<34>d");
    }

    @Test
    void lineThatBeginsWithAYearIsNoCount() {
        assertThat(read("2026-08-20T10:15:30Z fw1 x\n2026 <b>\n"))
                .containsExactly("2026-08-20T10:15:30Z fw1 x", "2026 <b>");
        assertThat(read("CEF:0|Acme|WAF|1.2|100|x|8|\n{\"a\":1}\n"))
                .containsExactly("CEF:0|Acme|WAF|1.2|100|x|8|", "{\"a\":1}");
    }

    @Test
    void messageWithoutEndIsTakenWhenTheStreamEnds() {
        assertThat(read("<34>a\n<34>b")).containsExactly("<34>a", "<34>b");
        assertThat(read("20 <34>1 cut")).containsExactly("20 <34>1 cut");
    }

    @Test
    void longMessageKeepsItsHeadAndTheNextIsWhole() {
        String large = "<34>" + "x".repeat(2 * LARGEST);

        assertThat(read(large + "\n<34>b\n")).containsExactly(large.substring(0, LARGEST), "<34>b");
        assertThat(read(large.length() + " " + large + "5 <34>b"))
                .containsExactly(large.substring(0, LARGEST), "<34>b");
        assertThat(sink.cuts).isEqualTo(2);
    }

    @Test
    void hugeCountAsksForNoMemory() {
        assertThat(read("999999999 <34>" + "x".repeat(LARGEST))).containsExactly("<34>" + "x".repeat(LARGEST - 4));
    }

    @Test
    void lostCountIsToldAndReadingGoesOnByLines() {
        assertThat(read("7 <34>1 a<34>1 b\n<34>1 c\n")).containsExactly("<34>1 a", "<34>1 b", "<34>1 c");
        assertThat(sink.losses).isEqualTo(1);
    }

    @Test
    void howTheNetworkCutsTheStreamChangesNothing() {
        long seed = Long.getLong("cases.seed", 20_260_101L);
        var random = new SplittableRandom(seed);
        String lines = "<34>a\n<34>雲哨 b\r\n" + "<34>" + "x".repeat(2 * LARGEST) + "\n<34>c\u0000<34>d";
        String counted = "5 <34>a12 <34>1 雲哨1004 <34>" + "x".repeat(1000) + "5 <34>b\n7 <34>1 ab<34>c\n<34>d\n";
        List<String> whole = List.of(String.join("|", read(lines)), String.join("|", read(counted)));

        for (int i = 0; i < 200; i++) {
            assertThat(List.of(
                            String.join("|", read(lines, random, 1 + random.nextInt(40))),
                            String.join("|", read(counted, random, 1 + random.nextInt(40)))))
                    .as("seed %d, case %d", seed, i)
                    .isEqualTo(whole);
        }
    }

    private List<String> read(String stream) {
        return read(stream, new SplittableRandom(0), Integer.MAX_VALUE);
    }

    private List<String> read(String stream, SplittableRandom random, int largestPiece) {
        var frames = new SyslogFrames(LARGEST, sink);
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        var messages = new ArrayList<String>();
        for (int from = 0; from < bytes.length; ) {
            int piece = largestPiece == Integer.MAX_VALUE ? bytes.length : 1 + random.nextInt(largestPiece);
            int to = Math.min(bytes.length, from + piece);
            byte[] part = Arrays.copyOfRange(bytes, from, to);
            frames.add(part, part.length);
            for (byte[] message = frames.next(); message != null; message = frames.next()) {
                messages.add(new String(message, StandardCharsets.UTF_8));
            }
            from = to;
        }
        byte[] rest = frames.rest();
        if (rest != null) {
            messages.add(new String(rest, StandardCharsets.UTF_8));
        }
        return messages;
    }
}
