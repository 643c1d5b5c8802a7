package tw.vigil.evaluator.pack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tw.vigil.event.RuleSetRevision;
import tw.vigil.rules.proof.ProofFiles;
import tw.vigil.sigma.RuleFile;

/// The files of a rule set: rules under `packs/` or `rules/` with the events that prove them, `field-mappings/`,
/// `watch-lists/`, `registers/`. Files beside them (the clause register) are not part of it.
///
/// @param files in path order; paths are relative and `/`-separated
public record RulePack(List<RuleFile> files) {
    private static final String BUILT_IN = "/tw/vigil/rules/";
    private static final int MAX_DEPTH = 8;

    public RulePack {
        files = files.stream().sorted(Comparator.comparing(RuleFile::path)).toList();
    }

    /// The pack of the `rules` module. Its `index.txt` lists the resources, as a jar cannot list itself.
    ///
    /// @throws IOException when the index or a file that it lists is absent
    public static RulePack builtIn() throws IOException {
        List<RuleFile> files = new ArrayList<>();
        for (String line : resource(BUILT_IN + "index.txt").lines().toList()) {
            String path = line.strip();
            if (path.startsWith("/")) {
                path = path.substring(1);
            }
            if (path.startsWith(BUILT_IN.substring(1))) {
                path = path.substring(BUILT_IN.length() - 1);
            }
            if (belongs(path)) {
                files.add(new RuleFile(path, resource(BUILT_IN + path)));
            }
        }
        return new RulePack(files);
    }

    /// The pack in a directory of the same layout. Links are followed and entries whose name begins with a dot are
    /// left out: a Kubernetes volume shows each file as a link into `..data`, and its texts must not count twice.
    ///
    /// @throws IOException when it cannot be read or holds no rule
    public static RulePack in(Path directory) throws IOException {
        List<RuleFile> files = new ArrayList<>();
        Files.walkFileTree(directory, Set.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                return isHidden(visited) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String path = directory.relativize(file).toString().replace('\\', '/');
                if (!isHidden(file) && belongs(path)) {
                    files.add(new RuleFile(path, Files.readString(file)));
                }
                return FileVisitResult.CONTINUE;
            }

            private boolean isHidden(Path entry) {
                return !entry.equals(directory)
                        && entry.getFileName().toString().startsWith(".");
            }
        });
        var pack = new RulePack(files);
        if (pack.rules().isEmpty()) {
            throw new IOException("no rule in " + directory + "; expected *.yml under rules/ or packs/");
        }
        return pack;
    }

    /// The files of a revision.
    public static RulePack of(RuleSetRevision revision) {
        return of(revision.files());
    }

    public static RulePack of(List<RuleSetRevision.File> files) {
        return new RulePack(files.stream()
                .map(file -> new RuleFile(file.path(), file.text()))
                .filter(file -> belongs(file.path()))
                .toList());
    }

    List<RuleFile> rules() {
        return under("packs/", "rules/").stream()
                .filter(file -> !ProofFiles.isProof(file.path()))
                .toList();
    }

    /// The files of cases beside the rules.
    public List<RuleFile> proofs() {
        return under("packs/", "rules/").stream()
                .filter(file -> ProofFiles.isProof(file.path()))
                .toList();
    }

    List<RuleFile> fieldMappings() {
        return under("field-mappings/");
    }

    List<RuleFile> watchLists() {
        return under("watch-lists/");
    }

    List<RuleFile> registers() {
        return under("registers/");
    }

    /// This pack as a revision that nobody approved and that restores none.
    public RuleSetRevision revision(long number, String publishedBy, Instant publishedAt, @Nullable String comment) {
        var contents = files.stream()
                .map(file -> new RuleSetRevision.File(file.path(), file.text()))
                .toList();
        return new RuleSetRevision(number, hash(), publishedAt, publishedBy, null, comment, null, contents);
    }

    /// Lower-case hex SHA-256 over paths and texts, in path order.
    public String hash() {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        for (RuleFile file : files) {
            digest.update(file.path().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(file.text().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private List<RuleFile> under(String... folders) {
        return files.stream()
                .filter(file -> Stream.of(folders).anyMatch(file.path()::startsWith))
                .toList();
    }

    private static boolean belongs(String path) {
        boolean yaml = path.endsWith(".yml") || path.endsWith(".yaml");
        return yaml
                && Stream.of("packs/", "rules/", "field-mappings/", "watch-lists/", "registers/")
                        .anyMatch(path::startsWith);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = RulePack.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the built-in rule pack lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
