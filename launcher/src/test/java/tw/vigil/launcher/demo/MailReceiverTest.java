package tw.vigil.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailReceiverTest {

    @TempDir
    Path folder;

    @Test
    void aMailBecomesAFileByteForByte() throws Exception {
        try (var receiver = MailReceiver.listen(0, folder);
                var socket = new Socket(InetAddress.getLoopbackAddress(), receiver.port())) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            socket.getOutputStream().write("""
                    HELO client
                    MAIL FROM:<vigil@futures.example>
                    RCPT TO:<soc@futures.example>
                    DATA
                    Subject: 警報

                    ..a line that begins with a dot
                    .
                    QUIT
                    """.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));

            assertThat(in.lines().map(line -> line.substring(0, 3)))
                    .containsExactly("220", "250", "250", "250", "354", "250", "221");
        }
        try (var files = Files.list(folder)) {
            assertThat(files.toList())
                    .singleElement()
                    .satisfies(file -> assertThat(Files.readString(file))
                            .isEqualTo("Subject: 警報\r\n\r\n.a line that begins with a dot\r\n"));
        }
    }
}
