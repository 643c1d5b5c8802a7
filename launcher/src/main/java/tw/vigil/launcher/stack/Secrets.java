package tw.vigil.launcher.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;

/// The secrets of an embedded stack: made once, each in a file that only its owner can read.
public final class Secrets {

    /// The sources that a token is made for. A file more in the folder is a source more.
    public static final List<String> SOURCES = List.of(
            "aws.cloudtrail",
            "aws.config",
            "aws.guardduty",
            "aws.health",
            "aws.inspector",
            "aws.securityhub",
            "azure.eventgrid",
            "azure.monitor",
            "gcp.asset",
            "gcp.logging",
            "gcp.scc",
            "github.audit",
            "google.workspace",
            "governance.act",
            "kubernetes.audit",
            "m365.audit",
            "ocsf.event",
            "okta.system",
            "syslog.message");

    /// The account that pushes rule sets.
    private static final String ENGINEER = "engineer";

    /// The account that may see protected values.
    public static final String AUDITOR = "auditor";

    private static final List<String> ACCOUNTS = List.of("analyst", AUDITOR);

    /// Who looks into the quarantine from the command line.
    private static final String OPERATOR = "operator";

    // Without 0/O, 1/l/I: a first password is typed from a screen.
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private final Path folder;

    private Secrets(Path folder) {
        this.folder = folder;
    }

    /// The secrets in a folder; those that are missing are made.
    public static Secrets in(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        var secrets = new Secrets(folder);
        for (String source : SOURCES) {
            make(secrets.tokens().resolve(source), 40);
        }
        for (String account : ACCOUNTS) {
            make(secrets.accounts().resolve(account), 16);
        }
        make(secrets.engineers().resolve(ENGINEER), 40);
        make(secrets.revealers().resolve(AUDITOR), 40);
        make(secrets.operators().resolve(OPERATOR), 40);
        make(secrets.hookSecret(), 48);
        make(secrets.databasePasswordFile(), 40);
        return secrets;
    }

    public Path tokens() {
        return folder.resolve("tokens");
    }

    /// Tokens of the rule engineers, one file an account.
    public Path engineers() {
        return folder.resolve("engineers");
    }

    /// Tokens of the operators of the quarantine, one file an account.
    public Path operators() {
        return folder.resolve("operators");
    }

    public String operatorToken() throws IOException {
        return read(operators().resolve(OPERATOR));
    }

    public Path accounts() {
        return folder.resolve("accounts");
    }

    /// Credentials to see protected values, one file for each account.
    public Path revealers() {
        return folder.resolve("revealers");
    }

    /// Keysets of protected values; the ingest service makes them.
    public Path keys() {
        return folder.resolve("keys");
    }

    public String revealer(String account) throws IOException {
        return read(revealers().resolve(account));
    }

    public Path hookSecret() {
        return folder.resolve("hook-secret");
    }

    public String databasePassword() throws IOException {
        return read(databasePasswordFile());
    }

    public String token(String source) throws IOException {
        return read(tokens().resolve(source));
    }

    public String firstPassword(String account) throws IOException {
        return read(accounts().resolve(account));
    }

    private Path databasePasswordFile() {
        return folder.resolve("db-password");
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    private static void make(Path file, int length) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        var random = new SecureRandom();
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        Path parent = file.resolveSibling(".");
        Files.createDirectories(parent);
        // Written aside and moved, so that a cut-short start never leaves an empty secret behind.
        Path aside = Files.createTempFile(
                parent, ".new", "", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(aside, text, StandardCharsets.US_ASCII);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public String toString() {
        return "Secrets[" + folder + "]";
    }
}
