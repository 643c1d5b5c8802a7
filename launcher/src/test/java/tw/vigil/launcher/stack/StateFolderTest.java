package tw.vigil.launcher.stack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

    @TempDir
    Path path;

    @Test
    void aTakenFolderIsRefusedWithAWayOut() {
        var folder = new StateFolder(path);

        try (var _ = folder.take()) {
            assertThatThrownBy(folder::take)
                    .isInstanceOf(CannotStartException.class)
                    .hasMessageContaining(path.toString())
                    .hasMessageContaining("./vigil down")
                    .hasMessageContaining("VIGIL_HOME");
        }
    }

    @Test
    void aFolderCanBeTakenAgainOnceItIsFree() {
        var folder = new StateFolder(path);
        folder.take().close();

        assertThatCode(() -> folder.take().close()).doesNotThrowAnyException();
    }

    @Test
    void aFileInTheWayIsNamed() throws Exception {
        Path file = Files.createFile(path.resolve("state"));

        assertThatThrownBy(new StateFolder(file)::take)
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining(file.toString());
    }
}
