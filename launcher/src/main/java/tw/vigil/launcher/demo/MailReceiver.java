package tw.vigil.launcher.demo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The part of SMTP (RFC 5321) that a mail needs to get in. It relays nothing; each mail is one file, written before
/// it is acknowledged.
public final class MailReceiver implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(MailReceiver.class.getName());
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT);
    private static final int MAX_LINE_BYTES = 64 << 10;
    private static final int MAX_MAIL_BYTES = 16 << 20;

    private final ServerSocket server;
    private final Path folder;
    private final AtomicLong number = new AtomicLong();

    private MailReceiver(ServerSocket server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /// Listens on loopback and writes mails into the folder.
    public static MailReceiver listen(int port, Path folder) throws IOException {
        Files.createDirectories(folder);
        var server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        var receiver = new MailReceiver(server, folder);
        Thread.ofPlatform().name("smtp").start(receiver::accept);
        return receiver;
    }

    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the mail port did not close", e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                Thread.ofVirtual().name("smtp-session").start(() -> session(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.log(System.Logger.Level.WARNING, "a mail session could not be accepted", e);
                }
            }
        }
    }

    private void session(Socket socket) {
        try (socket) {
            socket.setSoTimeout(60_000);
            converse(new BufferedInputStream(socket.getInputStream()), socket.getOutputStream());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a mail session broke off", e);
        }
    }

    private void converse(InputStream in, OutputStream out) throws IOException {
        reply(out, "220 vigil inbox");
        boolean recipient = false;
        for (String line = line(in); line != null; line = line(in)) {
            String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            switch (verb) {
                case "EHLO" -> reply(out, "250-vigil\r\n250-8BITMIME\r\n250 SMTPUTF8");
                case "HELO", "NOOP" -> reply(out, "250 ok");
                case "MAIL", "RSET" -> {
                    recipient = false;
                    reply(out, "250 ok");
                }
                case "RCPT" -> {
                    recipient = true;
                    reply(out, "250 ok");
                }
                case "DATA" -> {
                    if (recipient) {
                        take(in, out);
                    } else {
                        reply(out, "503 no recipient");
                    }
                }
                case "QUIT" -> {
                    reply(out, "221 bye");
                    return;
                }
                default -> reply(out, "502 not known here");
            }
        }
    }

    private void take(InputStream in, OutputStream out) throws IOException {
        reply(out, "354 go on");
        var mail = new ByteArrayOutputStream();
        for (String line = line(in); line != null && !line.equals("."); line = line(in)) {
            if (mail.size() > MAX_MAIL_BYTES) {
                reply(out, "552 too large");
                return;
            }
            // A line that starts with a dot was given a second one on its way (RFC 5321, 4.5.2).
            String text = line.startsWith(".") ? line.substring(1) : line;
            mail.write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        String name = STAMP.format(ZonedDateTime.now(ZoneOffset.UTC)) + "-" + number.incrementAndGet();
        Path aside = folder.resolve(name + ".part");
        Files.write(aside, mail.toByteArray());
        Files.move(aside, folder.resolve(name + ".eml"), StandardCopyOption.ATOMIC_MOVE);
        reply(out, "250 kept");
    }

    // Bytes are carried as ISO-8859-1 characters, one each, so that any mail comes out as it came in.
    private static @Nullable String line(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                String text = bytes.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            if (bytes.size() > MAX_LINE_BYTES) {
                throw new IOException("a line of a mail is longer than " + MAX_LINE_BYTES + " bytes");
            }
            bytes.write(next);
        }
        return null;
    }

    private static void reply(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
