package tw.vigil.launcher.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The main program of the inbox's process: ports of mail and hooks, folder, file of the hook secret.
public final class InboxProcess {

    private InboxProcess() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[2]);
        String secret = Files.readString(Path.of(arguments[3])).strip();
        var hooks = HookReceiver.listen(Integer.parseInt(arguments[1]), secret, folder.resolve("hooks.jsonl"));
        var mails = MailFolder.listen(Integer.parseInt(arguments[0]), folder.resolve("mail"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            mails.close();
            hooks.close();
        }));
    }
}
