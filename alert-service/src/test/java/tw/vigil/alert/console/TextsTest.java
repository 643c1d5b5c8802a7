package tw.vigil.alert.console;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Both languages have every text; a text that is missing would silently appear in the other language.
class TextsTest {
    private static final Pattern PARAMETER = Pattern.compile("\\{(?:#(?:else )?if )?([a-z]+)");

    @Test
    void everyLanguageHasEveryTextOfTheListWithTheSameParameters() {
        assertComplete("msg", ConsoleTexts.class);
    }

    @Test
    void everyLanguageHasEveryTextOfTheAlertPageWithTheSameParameters() {
        assertComplete("alert", AlertTexts.class);
    }

    private static void assertComplete(String bundle, Class<?> type) {
        var declared =
                Arrays.stream(type.getDeclaredMethods()).map(Method::getName).collect(toSet());
        var chinese = texts(bundle, Language.ZH_TW);
        var english = texts(bundle, Language.EN);

        assertThat(chinese.stringPropertyNames()).isEqualTo(declared);
        assertThat(english.stringPropertyNames()).isEqualTo(declared);
        for (var key : declared) {
            assertThat(parameters(english, key)).as(key).isEqualTo(parameters(chinese, key));
            assertThat(english.getProperty(key)).as(key).isNotBlank();
            assertThat(chinese.getProperty(key)).as(key).isNotBlank();
        }
    }

    private static Properties texts(String bundle, Language language) {
        var path = "/messages/" + bundle + "_" + language.tag() + ".properties";
        var texts = new Properties();
        try (var in = new InputStreamReader(
                Objects.requireNonNull(TextsTest.class.getResourceAsStream(path)), StandardCharsets.UTF_8)) {
            texts.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    private static Set<String> parameters(Properties texts, String key) {
        return PARAMETER
                .matcher(texts.getProperty(key))
                .results()
                .map(result -> result.group(1))
                .collect(toSet());
    }
}
