package tw.vigil.evaluator.pack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import tw.vigil.event.RuleSetRevision;
import tw.vigil.sigma.RuleFile;

/// The files of a rule set: rules under `packs/` or `rules/`, `field-mappings/`, `watch-lists/`. Files beside them
/// (events that prove a rule, the clause register) are not part of it.
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

    /// The pack in a directory of the same layout.
    ///
    /// @throws IOException when it cannot be read
    public static RulePack in(Path directory) throws IOException {
        List<RuleFile> files = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(directory, MAX_DEPTH)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                String path = directory.relativize(file).toString().replace('\\', '/');
                if (belongs(path)) {
                    files.add(new RuleFile(path, Files.readString(file)));
                }
            }
        }
        return new RulePack(files);
    }

    List<RuleFile> rules() {
        return under("packs/", "rules/");
    }

    List<RuleFile> fieldMappings() {
        return under("field-mappings/");
    }

    List<RuleFile> watchLists() {
        return under("watch-lists/");
    }

    /// The revision that says this pack is active.
    public RuleSetRevision revision(String publishedBy, Instant publishedAt) {
        var contents = files.stream()
                .map(file -> new RuleSetRevision.File(file.path(), file.text()))
                .toList();
        return new RuleSetRevision(hash(), publishedAt, publishedBy, contents);
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
        boolean proof = path.endsWith(".events.yml") || path.endsWith(".events.yaml");
        return yaml
                && !proof
                && Stream.of("packs/", "rules/", "field-mappings/", "watch-lists/")
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
