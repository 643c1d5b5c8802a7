package tw.vigil.rulecli.pack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// Opens a file of lines, gzip or not, told by its name.
public final class EventLines {
    private EventLines() {}

    public static BufferedReader open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(in, 65_536) : in;
            return new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8), 65_536);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}
