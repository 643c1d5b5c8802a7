package tw.vigil.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Events of the same content that are dear to read: white space everywhere, each text begun by an escape, and in
/// every other event a member name with an escape, too.
final class AdversarialEvents {
    private static final JsonMapper JSON = new JsonMapper();

    private AdversarialEvents() {}

    static List<byte[]> of(List<byte[]> events) throws IOException {
        List<byte[]> rewritten = new ArrayList<>();
        for (byte[] event : events) {
            var out = new StringBuilder();
            write(JSON.readTree(event), out);
            if (rewritten.size() % 2 == 1) {
                out.insert(out.indexOf("{") + 1, "\"odd\\u0020name\" : 1 ,\n");
            }
            rewritten.add(out.toString().getBytes(StandardCharsets.UTF_8));
        }
        return rewritten;
    }

    private static void write(JsonNode node, StringBuilder out) throws IOException {
        if (node.isObject()) {
            var separator = "{ ";
            for (var member : node.properties()) {
                out.append(separator)
                        .append(JSON.writeValueAsString(member.getKey()))
                        .append(" :\n ");
                separator = " ,\n ";
                write(member.getValue(), out);
            }
            out.append(node.isEmpty() ? "{ }" : " }");
        } else if (node.isArray()) {
            var separator = "[ ";
            for (var element : node) {
                out.append(separator);
                separator = " , ";
                write(element, out);
            }
            out.append(node.isEmpty() ? "[ ]" : " ]");
        } else if (node.isTextual() && !node.asText().isEmpty()) {
            var text = node.asText();
            var rest = JSON.writeValueAsString(text.substring(1)).substring(1);
            out.append("\"\\u")
                    .append(HexFormat.of().toHexDigits(text.charAt(0)))
                    .append(rest);
        } else {
            out.append(JSON.writeValueAsString(node));
        }
    }
}
