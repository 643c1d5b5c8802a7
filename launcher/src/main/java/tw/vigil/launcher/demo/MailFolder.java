package tw.vigil.launcher.demo;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// A mail server that relays nothing: each mail is one file, written before it is acknowledged.
public final class MailFolder implements AutoCloseable {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT);

    private final GreenMail server;
    private final Path folder;
    private final AtomicLong number = new AtomicLong();

    private MailFolder(int port, Path folder) {
        this.server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        this.folder = folder;
    }

    /// Listens on loopback and writes mails into the folder.
    public static MailFolder listen(int port, Path folder) throws IOException {
        Files.createDirectories(folder);
        var mails = new MailFolder(port, folder);
        mails.server.getUserManager().setMessageDeliveryHandler(mails::deliver);
        mails.server.start();
        return mails;
    }

    public int port() {
        return server.getSmtp().getPort();
    }

    @Override
    public void close() {
        server.stop();
    }

    /// Called once for each recipient; the first one stands for all. What fails here is answered with 451, so the
    /// sender tries again.
    private synchronized GreenMailUser deliver(MovingMessage mail, MailAddress recipient)
            throws MessagingException, UserException {
        try {
            if (mail.getToAddresses().iterator().next().equals(recipient)) {
                write(mail);
            }
            // The server keeps every mail in memory too; the files are enough.
            server.purgeEmailFromAllMailboxes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FolderException e) {
            throw new IllegalStateException("mails that lie in files could not be taken out of memory", e);
        }
        var users = server.getUserManager();
        String address = recipient.getEmail();
        var known = users.getUserByEmail(address);
        return known == null ? users.createUser(address, address, address) : known;
    }

    private void write(MovingMessage mail) throws IOException, MessagingException {
        String name = STAMP.format(ZonedDateTime.now(ZoneOffset.UTC)) + "-" + number.incrementAndGet();
        Path aside = folder.resolve(name + ".part");
        try (var out = Files.newOutputStream(aside)) {
            mail.getMessage().writeTo(out);
        }
        Files.move(aside, folder.resolve(name + ".eml"), StandardCopyOption.ATOMIC_MOVE);
    }
}
