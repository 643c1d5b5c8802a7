package tw.vigil.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The checked-out project: its modules' main classes and its files.
final class Project {
    static final Path ROOT = Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .resolve("..")
            .normalize();

    /// The modules that hold Java code of the product.
    static final List<String> MODULES = List.of(
            "event-contracts",
            "sigma-engine",
            "sample-events",
            "rules",
            "launcher",
            "test-stand",
            "ingest-service",
            "evaluator-service",
            "alert-service",
            "rule-cli",
            "benchmarks",
            "deploy");

    private static final Set<String> NOT_OURS =
            Set.of("target", ".git", ".vigil", ".idea", ".vscode", ".settings", "node_modules");

    /// @param path relative to the project, with `/`
    record TextFile(String path, String text) {
        List<String> lines() {
            return text.lines().toList();
        }

        @Override
        public String toString() {
            return path;
        }
    }

    private Project() {}

    /// The main classes of modules, as compiled; of all modules when none is named.
    static JavaClasses classesOf(String... modules) {
        List<Path> folders = (modules.length == 0 ? MODULES : Arrays.asList(modules))
                .stream()
                        .map(module -> ROOT.resolve(module).resolve("target/classes"))
                        .filter(Files::isDirectory)
                        .toList();
        return new ClassFileImporter().importPaths(folders);
    }

    /// Every text file that is not built, in path order.
    static List<TextFile> files() {
        List<TextFile> files = new ArrayList<>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return NOT_OURS.contains(String.valueOf(folder.getFileName()))
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (NOT_OURS.contains(String.valueOf(file.getFileName()))) {
                        return FileVisitResult.CONTINUE; // the .git file of a worktree
                    }
                    try {
                        files.add(new TextFile(
                                ROOT.relativize(file).toString().replace('\\', '/'), Files.readString(file)));
                    } catch (MalformedInputException _) {
                        return FileVisitResult.CONTINUE; // a picture or another binary file
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort((a, b) -> a.path().compareTo(b.path()));
        return files;
    }

    static List<TextFile> javaFiles() {
        return files().stream().filter(file -> file.path().endsWith(".java")).toList();
    }
}
