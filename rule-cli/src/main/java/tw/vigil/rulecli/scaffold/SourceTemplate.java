package tw.vigil.rulecli.scaffold;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tw.vigil.rules.proof.PackException;
import tw.vigil.rules.proof.Yaml;

/// What a template needs to know of a log source: two actions that an actor takes, and an event to show them.
///
/// @param field and value tell an action
/// @param harmless value of the same field that no template looks for
/// @param keeps a line of the selection that keeps an action from meaning something else
/// @param actor field that tells actors apart
/// @param counted field whose different values are counted
/// @param values four of them
/// @param number field that holds a number; null when the source has none worth adding up
/// @param event with the places ACTION, ACTOR, COUNTED, NUMBER, TIME or MILLIS, and ID
record SourceTemplate(
        String id,
        String field,
        String first,
        String second,
        String harmless,
        String keeps,
        String actor,
        String counted,
        List<String> values,
        @Nullable String number,
        String event) {

    /// Each has a file beside this class.
    static final List<String> KNOWN = List.of(
            "aws.cloudtrail",
            "azure.activitylogs",
            "azure.auditlogs",
            "azure.signinlogs",
            "gcp.gcp.audit",
            "github.audit",
            "kubernetes.audit",
            "m365.audit",
            "okta.okta");

    static SourceTemplate of(String id) {
        if (!KNOWN.contains(id)) {
            throw new PackException("no template for source '" + id + "'; there are " + String.join(", ", KNOWN));
        }
        var file = Yaml.mapping(id, text(id + ".yml"));
        return new SourceTemplate(
                id,
                value(file, "field"),
                value(file, "first"),
                value(file, "second"),
                value(file, "harmless"),
                value(file, "keeps"),
                value(file, "actor"),
                value(file, "counted"),
                Yaml.strings(file.get("values")),
                file.containsKey("number") ? value(file, "number") : null,
                value(file, "event"));
    }

    private static String value(Map<?, ?> file, String key) {
        return String.valueOf(file.get(key));
    }

    private static String text(String name) {
        try (var in = SourceTemplate.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing beside " + SourceTemplate.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws PackException when the source shows no number
    String numberField() {
        if (number == null) {
            var some =
                    KNOWN.stream().filter(other -> of(other).number() != null).toList();
            throw new PackException("events of " + id + " hold no number to measure; there are templates for "
                    + String.join(", ", some));
        }
        return number;
    }

    String product() {
        return id.substring(0, id.indexOf('.'));
    }

    String service() {
        return id.substring(id.indexOf('.') + 1);
    }

    /// The field and value of an action, with what keeps it from meaning something else.
    String selection(String action) {
        return "    " + keeps + "\n    " + field + ": " + action + "\n";
    }
}
