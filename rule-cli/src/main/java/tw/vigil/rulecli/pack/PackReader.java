package tw.vigil.rulecli.pack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.rules.proof.PackException;
import tw.vigil.rules.proof.ProofFiles;

/// Reads a pack: the built-in one from the class path, or rule files from disk with the context that lies
/// around them.
public final class PackReader {
    private static final String BUILT_IN = "/tw/vigil/rules/";

    private PackReader() {}

    /// The rules at these paths (files or directories); without paths the built-in pack. Watch-lists, mappings
    /// and registers are the built-in ones, replaced by what lies in the nearest enclosing directory that has
    /// some.
    ///
    /// @throws PackException when a path does not exist or a file cannot be read
    public static RulePack read(List<Path> paths) {
        var builder = new PackBuilder();
        try {
            builtIn(builder, paths.isEmpty());
            for (Path path : paths) {
                context(builder, path);
                rules(builder, path);
            }
        } catch (IOException e) {
            throw new PackException(e.toString(), e);
        } catch (UncheckedIOException e) {
            throw new PackException(String.valueOf(e.getMessage()), e);
        }
        return builder.build();
    }

    /// A rule set that lies nowhere as a whole.
    ///
    /// @param texts by path, with the events that prove the rules
    public static RulePack of(SortedMap<String, String> texts) {
        var builder = new PackBuilder();
        try {
            builtIn(builder, false);
        } catch (IOException e) {
            throw new PackException(e.toString(), e);
        }
        texts.forEach(builder::add);
        return builder.build();
    }

    private static void builtIn(PackBuilder builder, boolean withRules) throws IOException {
        for (String path : resource("index.txt").lines().toList()) {
            if (withRules || PackBuilder.isContext(path)) {
                builder.add(path, resource(path));
            }
        }
    }

    private static String resource(String path) throws IOException {
        try (InputStream in = PackReader.class.getResourceAsStream(BUILT_IN + path)) {
            if (in == null) {
                throw new PackException("the built-in pack lacks " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void context(PackBuilder builder, Path path) throws IOException {
        Path directory = enclosing(path.toAbsolutePath());
        if (directory == null) {
            return;
        }
        for (String name : List.of("watch-lists", "field-mappings", "registers", "clauses.yml", "playbooks.yml")) {
            Path entry = directory.resolve(name);
            if (Files.exists(entry)) {
                for (Path file : files(entry)) {
                    builder.add(file.toString(), text(file));
                }
            }
        }
    }

    private static @Nullable Path enclosing(Path path) {
        for (Path directory = path; directory != null; directory = directory.getParent()) {
            if (Files.isDirectory(directory.resolve("watch-lists"))
                    || Files.isDirectory(directory.resolve("field-mappings"))) {
                return directory;
            }
        }
        return null;
    }

    private static void rules(PackBuilder builder, Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new PackException(path + ": no such file or directory");
        }
        if (Files.isDirectory(path)) {
            for (Path file : files(path)) {
                builder.add(file.toString(), text(file));
            }
            return;
        }
        builder.add(path.toString(), text(path));
        Path proof = Path.of(ProofFiles.of(path.toString()));
        if (PackBuilder.isRule(path.toString()) && Files.exists(proof)) {
            builder.add(proof.toString(), text(proof));
        }
    }

    private static List<Path> files(Path start) throws IOException {
        try (var walk = Files.walk(start)) {
            return walk.filter(file -> Files.isRegularFile(file) && PackBuilder.isYaml(file.toString()))
                    .sorted()
                    .toList();
        }
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new PackException(file + ": not UTF-8", e);
        }
    }
}
