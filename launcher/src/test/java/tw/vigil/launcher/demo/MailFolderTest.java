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

class MailFolderTest {

    @TempDir
    Path folder;

    @Test
    void aMailToSeveralBecomesOneFile() throws Exception {
        try (var mails = MailFolder.listen(0, folder);
                var socket = new Socket(InetAddress.getLoopbackAddress(), mails.port())) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            var out = socket.getOutputStream();
            assertThat(in.readLine()).startsWith("220");
            for (String line : new String[] {
                "HELO client",
                "MAIL FROM:<vigil@futures.example>",
                "RCPT TO:<soc@futures.example>",
                "RCPT TO:<audit@futures.example>"
            }) {
                out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
                assertThat(in.readLine()).startsWith("250");
            }
            out.write("DATA\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(in.readLine()).startsWith("354");
            String mail = "Subject: alert\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n警報\r\n..dotted\r\n.\r\n";
            out.write(mail.getBytes(StandardCharsets.UTF_8));
            assertThat(in.readLine()).startsWith("250");
        }
        try (var files = Files.list(folder)) {
            assertThat(files.toList())
                    .singleElement()
                    .satisfies(file -> assertThat(Files.readString(file))
                            .contains("Subject: alert\r\n")
                            .endsWith("\r\n\r\n警報\r\n.dotted"));
        }
    }
}
