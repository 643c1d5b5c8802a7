package tw.vigil.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tw.vigil.launcher.process.Ports;
import tw.vigil.launcher.stack.PortBook.Owner;

class PortBookTest {

    @TempDir
    Path folder;

    private final List<String> notices = new ArrayList<>();

    @Test
    void portsOfTheFirstStartAreKept() throws Exception {
        var first = choose(OptionalInt.empty());

        var second = choose(OptionalInt.empty());

        assertThat(Arrays.stream(Owner.values()).map(second::of))
                .isEqualTo(Arrays.stream(Owner.values()).map(first::of).toList())
                .doesNotHaveDuplicates();
        assertThat(notices).isEmpty();
    }

    @Test
    void aRememberedPortThatIsTakenGivesWayAndSaysSo() throws Exception {
        int remembered = choose(OptionalInt.empty()).of(Owner.INGEST);

        try (var _ = new ServerSocket(remembered, 1, InetAddress.getLoopbackAddress())) {
            var book = choose(OptionalInt.empty());

            assertThat(book.of(Owner.INGEST)).isNotEqualTo(remembered);
            assertThat(notices).singleElement().asString().contains("port " + remembered, "ingest");
        }
    }

    @Test
    void aPortThatWasAskedForAndIsTakenIsRefusedByName() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> choose(OptionalInt.of(port)))
                    .isInstanceOf(CannotStartException.class)
                    .hasMessageContaining("port " + port + " is taken")
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void aPortThatWasAskedForIsKept() throws Exception {
        int wanted = Ports.free();

        choose(OptionalInt.of(wanted));

        assertThat(PortBook.read(folder.resolve("ports")).of(Owner.CONSOLE)).isEqualTo(wanted);
    }

    @Test
    void withoutAStartThereIsNoPort() throws Exception {
        var empty = PortBook.read(folder.resolve("ports"));

        assertThatThrownBy(() -> empty.of(Owner.CONSOLE)).hasMessageContaining("./vigil up");
    }

    private PortBook choose(OptionalInt console) throws Exception {
        return PortBook.choose(folder.resolve("ports"), console, notices::add);
    }
}
