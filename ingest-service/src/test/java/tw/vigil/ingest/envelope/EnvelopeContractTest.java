package tw.vigil.ingest.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tw.vigil.ingest.envelope.KnownEnvelopes.Example;

/// What every envelope must do, whatever it is of.
class EnvelopeContractTest {
    static final List<Example> EXAMPLES = KnownEnvelopes.EXAMPLES;
    private static final String RECORD = "{\"a\":\"quote \\\" slash \\\\ 主要 \\u00e9\", \"n\":1.50}";

    @ParameterizedTest
    @FieldSource("EXAMPLES")
    void recordIsGivenByteForByte(Example example) {
        assertThat(Opening.of(example.envelope(), example.around(RECORD)))
                .isInstanceOfSatisfying(
                        Opened.Contents.class,
                        contents -> assertThat(new String(contents.bytes(), StandardCharsets.UTF_8))
                                .isIn(RECORD, "[" + RECORD + "]"));
    }

    @ParameterizedTest
    @FieldSource("EXAMPLES")
    void noOtherEnvelopeKnowsIt(Example example) {
        assertThat(KnownEnvelopes.all().all().stream()
                        .filter(envelope -> Opening.of(envelope, example.around(RECORD)) != null)
                        .map(Envelope::name))
                .containsExactly(example.envelope().name());
    }

    @ParameterizedTest
    @FieldSource("EXAMPLES")
    void emptyOneIsRefused(Example example) {
        assertThat(example.empty())
                .allSatisfy(empty -> assertThat(Opening.of(example.envelope(), empty))
                        .isInstanceOfSatisfying(Opened.Refused.class, refused -> {
                            assertThat(refused.reason()).isEqualTo(Envelopes.EMPTY);
                            assertThat(refused.detail()).startsWith(Envelopes.HOLDS_NONE);
                        }));
    }

    @ParameterizedTest
    @FieldSource("EXAMPLES")
    void strangerIsLeftAlone(Example example) {
        assertThat(example.strangers())
                .isNotEmpty()
                .allSatisfy(stranger ->
                        assertThat(Opening.of(example.envelope(), stranger)).isNull());
        assertThat(Opening.of(example.envelope(), "{}")).isNull();
    }

    @Test
    void everyEnvelopeIsHeldToTheContract() throws IOException, URISyntaxException {
        Path classes = Path.of(Envelope.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (var files = Files.list(classes.resolve("tw/vigil/ingest/envelope"))) {
            var implementations = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("$") && !name.contains("_"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .filter(EnvelopeContractTest::isImplementation)
                    .toList();

            assertThat(KnownEnvelopes.all().all())
                    .extracting(envelope -> envelope.getClass().getSimpleName())
                    .containsExactlyInAnyOrderElementsOf(implementations);
        }
    }

    private static boolean isImplementation(String name) {
        try {
            var type = Class.forName(Envelope.class.getPackageName() + "." + name);
            return Envelope.class.isAssignableFrom(type) && !type.isInterface();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
