package tw.vigil.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlainTextTest {
    @Test
    void controlCharactersAreShownAndNotObeyed() {
        assertThat(PlainText.of("a\u001b[2Jb\r\nc\u202ed\u0007")).isEqualTo("a\\x1b[2Jb\\x0d\\x0ac\\u{202e}d\\x07");
    }

    @Test
    void linesAndChineseTextStayAsTheyAre() {
        byte[] bytes = "一行\n{\"a\":\t1}".getBytes(StandardCharsets.UTF_8);

        assertThat(PlainText.of(bytes, 100)).isEqualTo("一行\n{\"a\":\t1}");
    }

    @Test
    void bytesThatAreNoTextAreEscaped() {
        byte[] bytes = {'a', (byte) 0xff, (byte) 0xc3, '(', 0, (byte) 0x9b, 'z'};

        assertThat(PlainText.of(bytes, 100)).isEqualTo("a\\xff\\xc3(\\x00\\x9bz");
    }

    @Test
    void onlySoManyBytesAreShownAndACutCharacterIsEscaped() {
        byte[] bytes = "ab期".getBytes(StandardCharsets.UTF_8);

        assertThat(PlainText.of(bytes, 3)).isEqualTo("ab\\xe6");
        assertThat(PlainText.of(bytes, 0)).isEmpty();
    }
}
