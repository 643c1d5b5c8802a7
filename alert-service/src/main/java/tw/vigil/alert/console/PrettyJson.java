package tw.vigil.alert.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;

/// Indents JSON for reading. Works on tokens, so that numbers, order and repeated names stay as the vendor wrote them.
final class PrettyJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DefaultIndenter TWO_SPACES = new DefaultIndenter("  ", "\n");

    private PrettyJson() {}

    /// The text indented; the text itself when it is not JSON.
    static String of(String raw) {
        var out = new StringWriter(raw.length() * 2);
        var printer = new DefaultPrettyPrinter().withObjectIndenter(TWO_SPACES).withArrayIndenter(TWO_SPACES);
        try (var parser = JSON.createParser(raw);
                var generator = JSON.createGenerator(out).setPrettyPrinter(printer)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isNumeric()) {
                    generator.writeNumber(parser.getText());
                } else {
                    generator.copyCurrentEvent(parser);
                }
            }
        } catch (IOException _) {
            return raw;
        }
        return out.toString();
    }
}
