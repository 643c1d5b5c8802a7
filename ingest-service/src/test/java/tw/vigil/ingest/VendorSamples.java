package tw.vigil.ingest;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;

/// Records that others wrote, where their folder lies beside the project; a test that asks for them is skipped where it
/// does not.
final class VendorSamples {
    private static final String FOLDER = "shared/samples";

    private VendorSamples() {}

    static Path folder() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve(FOLDER))) {
            folder = folder.getParent();
        }
        assumeThat(folder).as("no folder " + FOLDER + " beside the project").isNotNull();
        return folder.resolve(FOLDER);
    }

    static Path file(String name) {
        Path file = folder().resolve(name);
        assumeThat(file).as("no sample " + name).isRegularFile();
        return file;
    }
}
