package tw.vigil.sigma.json;

import java.util.HexFormat;
import java.util.Map;
import tw.vigil.sigma.json.JsonValue.JsonArray;
import tw.vigil.sigma.json.JsonValue.JsonBoolean;
import tw.vigil.sigma.json.JsonValue.JsonNull;
import tw.vigil.sigma.json.JsonValue.JsonNumber;
import tw.vigil.sigma.json.JsonValue.JsonObject;
import tw.vigil.sigma.json.JsonValue.JsonString;

/// Compact JSON: no white space, members in their order, only what must be escaped is escaped.
final class JsonWriter {

    private JsonWriter() {}

    static String compact(JsonValue value) {
        var out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(JsonValue value, StringBuilder out) {
        switch (value) {
            case JsonNull _ -> out.append("null");
            case JsonBoolean b -> out.append(b == JsonBoolean.TRUE ? "true" : "false");
            case JsonNumber(var literal) -> out.append(literal);
            case JsonString(var text) -> writeString(text, out);
            case JsonArray(var elements) -> {
                var separator = '[';
                for (var element : elements) {
                    out.append(separator);
                    separator = ',';
                    write(element, out);
                }
                out.append(elements.isEmpty() ? "[]" : "]");
            }
            case JsonObject(var members) -> {
                var separator = '{';
                for (Map.Entry<String, JsonValue> member : members.entrySet()) {
                    out.append(separator);
                    separator = ',';
                    writeString(member.getKey(), out);
                    out.append(':');
                    write(member.getValue(), out);
                }
                out.append(members.isEmpty() ? "{}" : "}");
            }
        }
    }

    private static void writeString(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u").append(HexFormat.of().toHexDigits(c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
