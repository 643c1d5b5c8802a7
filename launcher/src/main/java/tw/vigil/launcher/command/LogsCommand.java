package tw.vigil.launcher.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Prints the logs, each line with the process that wrote it.
@Command(name = "logs", mixinStandardHelpOptions = true, description = "Prints the logs, of one process or of all.")
final class LogsCommand implements Callable<Integer> {

    private static final long MAX_BYTES = 4L << 20;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "SERVICE",
            description = "ingest, evaluator, alert, kafka, postgres, inbox or supervisor")
    private @Nullable String service;

    @Option(names = "-f", description = "Stay and print what comes.")
    private boolean follow;

    @Option(names = "-n", paramLabel = "LINES", defaultValue = "200", description = "Last lines (${DEFAULT-VALUE}).")
    private int lines;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var positions = new LinkedHashMap<Path, Long>();
        var out = spec.commandLine().getOut();
        for (Path file : files()) {
            long size = Files.size(file);
            long start = Math.max(0, size - MAX_BYTES);
            var last = read(file, start, size);
            last.subList(Math.max(0, last.size() - lines), last.size()).forEach(line -> print(out, file, line));
            positions.put(file, size);
        }
        while (follow && !out.checkError()) {
            Thread.sleep(300);
            follow(out, positions);
        }
        return 0;
    }

    private void follow(PrintWriter out, Map<Path, Long> positions) throws IOException {
        for (Path file : files()) {
            long from = positions.getOrDefault(file, 0L);
            long size = Files.size(file);
            if (size < from) {
                from = 0; // the file was put aside and begun again
            }
            long end = lastLineEnd(file, from, size);
            read(file, from, end).forEach(line -> print(out, file, line));
            positions.put(file, end);
        }
    }

    private List<Path> files() throws IOException {
        Path folder = Installation.here().folder().logs();
        if (service != null) {
            Path file = folder.resolve(service + ".log");
            if (!service.matches("[a-z]+") || !Files.exists(file)) {
                throw new CommandFailedException("there is no log of '" + service + "' in " + folder);
            }
            return List.of(file);
        }
        if (!Files.isDirectory(folder)) {
            throw new CommandFailedException("there are no logs yet: './vigil up' starts Vigil");
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private static void print(PrintWriter out, Path file, String line) {
        String name = file.getFileName().toString().replace(".log", "");
        out.println("%-10s| %s".formatted(name, line));
    }

    private static List<String> read(Path file, long from, long to) throws IOException {
        if (to <= from) {
            return List.of();
        }
        var bytes = new byte[(int) Math.min(to - from, MAX_BYTES)];
        try (var input = new RandomAccessFile(file.toFile(), "r")) {
            input.seek(from);
            input.readFully(bytes);
        }
        return new ArrayList<>(new String(bytes, StandardCharsets.UTF_8).lines().toList());
    }

    private static long lastLineEnd(Path file, long from, long to) throws IOException {
        try (var input = new RandomAccessFile(file.toFile(), "r")) {
            for (long at = Math.min(to, from + MAX_BYTES) - 1; at >= from; at--) {
                input.seek(at);
                if (input.read() == '\n') {
                    return at + 1;
                }
            }
        }
        return from;
    }
}
