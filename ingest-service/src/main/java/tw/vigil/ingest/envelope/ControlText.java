package tw.vigil.ingest.envelope;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lines of plain text that clouds send once, to try a delivery out, where records come later.
public final class ControlText {
    static final String CLOUDWATCH = "cloudwatch_control_message";

    private static final Map<String, String> KINDS = Map.of(
            "CloudTrail validation message.", "cloudtrail_validation",
            "You have successfully configured real time feed", "asset_feed_welcome",
            "CWL CONTROL MESSAGE: Checking health of destination", CLOUDWATCH);
    private static final int LONGEST = 4096;

    private ControlText() {}

    /// Which one it is, or null when it is none.
    public static @Nullable String kind(byte[] line) {
        if (line.length > LONGEST) {
            return null;
        }
        String text = new String(line, StandardCharsets.UTF_8).strip();
        String unquoted = text.startsWith("\"") ? text.substring(1) : text;
        return KINDS.entrySet().stream()
                .filter(entry -> unquoted.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
