package tw.vigil.launcher.stack;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tw.vigil.launcher.demo.InboxProcess;
import tw.vigil.launcher.process.ChildProcess;
import tw.vigil.launcher.process.Java;
import tw.vigil.launcher.stack.PortBook.Owner;

/// A mail server and a webhook receiver on this machine. Mails become files, hooks become lines of a file.
public final class Inbox {

    private Inbox() {}

    /// What the alert service must be told to send everything here.
    public static Mailbox mailbox(PortBook ports) {
        return new Mailbox("127.0.0.1", ports.of(Owner.SMTP), ports.address(Owner.HOOK) + "/hook");
    }

    /// Folder of the mails, one `.eml` file each.
    public static Path mails(StateFolder folder) {
        return folder.demo().resolve("mail");
    }

    /// File of the hooks: one JSON object a line, `{received, id, verified, traceparent, body}`.
    public static Path hooks(StateFolder folder) {
        return folder.demo().resolve("hooks.jsonl");
    }

    /// Starts the inbox in a process of its own.
    public static ChildProcess start(StateFolder folder, PortBook ports, Path secret) throws IOException {
        Files.createDirectories(mails(folder));
        var child = ChildProcess.start(new ChildProcess.Spec(
                "inbox",
                List.of(
                        Java.program(),
                        "-Xms8m",
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-Dorg.slf4j.simpleLogger.showDateTime=true",
                        "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
                        "-cp",
                        Java.ownClasses()
                                + File.pathSeparator
                                + Java.buildFolder().resolve("libs").resolve("*"),
                        InboxProcess.class.getName(),
                        Integer.toString(ports.of(Owner.SMTP)),
                        Integer.toString(ports.of(Owner.HOOK)),
                        folder.demo().toString(),
                        secret.toString()),
                Map.of(),
                folder.demo(),
                folder.log("inbox"),
                folder.pid("inbox"),
                "TERM",
                Duration.ofSeconds(5)));
        try {
            child.await(
                    () -> listens(ports.of(Owner.SMTP)) && listens(ports.of(Owner.HOOK)), ChildProcess.startLimit());
        } catch (RuntimeException e) {
            child.close();
            throw e;
        }
        return child;
    }

    private static boolean listens(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
