package tw.vigil.sigma.mapping;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.json.JsonReader;
import tw.vigil.sigma.json.JsonValue;
import tw.vigil.sigma.json.JsonValue.JsonString;
import tw.vigil.sigma.json.MalformedJsonException;
import tw.vigil.sigma.match.Decoder;
import tw.vigil.sigma.match.FieldPath;
import tw.vigil.sigma.match.FieldTable.Field;

/// The field mapping of one log source.
public final class FieldMapping implements Decoder {

    /// How a string holds JSON.
    public enum Encoding {
        JSON,
        URL_JSON
    }

    public static final FieldMapping NONE = new FieldMapping(null, null, null, Map.of(), Map.of(), Map.of());

    private final @Nullable String category;
    private final @Nullable String product;
    private final @Nullable String service;
    private final Map<String, List<String>> aliases;
    private final Map<String, Encoding> decode;
    private final Map<String, List<String>> ocsf;

    FieldMapping(
            @Nullable String category,
            @Nullable String product,
            @Nullable String service,
            Map<String, List<String>> aliases,
            Map<String, Encoding> decode,
            Map<String, List<String>> ocsf) {
        this.category = category;
        this.product = product;
        this.service = service;
        this.aliases = Map.copyOf(aliases);
        this.decode = Map.copyOf(decode);
        this.ocsf = Map.copyOf(ocsf);
    }

    public @Nullable String category() {
        return category;
    }

    public @Nullable String product() {
        return product;
    }

    public @Nullable String service() {
        return service;
    }

    public Set<String> ocsfNames() {
        return ocsf.keySet();
    }

    /// For each field, in the order given, where to look for it.
    public FieldPath[][] places(List<Field> fields) {
        return fields.stream().map(this::places).toArray(FieldPath[][]::new);
    }

    public FieldPath[] places(Field field) {
        var names = field.ocsf()
                ? ocsf.getOrDefault(field.name(), List.of())
                : aliases.getOrDefault(field.name(), List.of(field.name()));
        return names.stream().map(FieldPath::new).toArray(FieldPath[]::new);
    }

    public Decoder decoder() {
        return decode.isEmpty() ? Decoder.NONE : this;
    }

    @Override
    public boolean opens(String path) {
        return decode.containsKey(path);
    }

    @Override
    public @Nullable JsonValue decode(String path, JsonString string) {
        var encoding = decode.get(path);
        if (encoding == null) {
            return null;
        }
        try {
            var text = string.value().strip();
            boolean encoded = encoding == Encoding.URL_JSON && !text.startsWith("{") && !text.startsWith("[");
            return JsonReader.read(encoded ? PercentDecoding.decode(text) : text.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedJsonException e) {
            return null; // the string stays what it is: text
        }
    }
}
