package tw.vigil.sigma.mapping;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

    /// What a file says, section by section.
    ///
    /// @param aliases name → places, the first that is present wins
    /// @param merge name → places, all of them together
    /// @param values name → raw value → what it is called in Sigma, too
    /// @param absent name → value of an event that has none
    /// @param decode path → how the string there holds JSON
    /// @param envelopes what events, or rules, may be wrapped in
    /// @param ocsf OCSF name → origins, the first that gives a value wins
    record Sections(
            Map<String, List<MappedPath>> aliases,
            Map<String, List<MappedPath>> merge,
            Map<String, Map<String, List<String>>> values,
            Map<String, String> absent,
            Map<String, Encoding> decode,
            List<String> envelopes,
            Map<String, List<Origin>> ocsf) {}

    public static final FieldMapping NONE = new FieldMapping(
            null, null, null, new Sections(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), List.of(), Map.of()));

    private final @Nullable String category;
    private final @Nullable String product;
    private final @Nullable String service;
    private final Sections sections;

    FieldMapping(@Nullable String category, @Nullable String product, @Nullable String service, Sections sections) {
        this.category = category;
        this.product = product;
        this.service = service;
        this.sections = sections;
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
        return sections.ocsf().keySet();
    }

    /// For each field, in the order given, where to look for it.
    public FieldPath[][] places(List<Field> fields) {
        return fields.stream().map(this::places).toArray(FieldPath[][]::new);
    }

    /// Without places inside of arrays of named things, which are no paths: [MappedDetections] knows them.
    public FieldPath[] places(Field field) {
        return candidates(field).stream()
                .filter(path -> !path.isPivot())
                .map(path -> new FieldPath(path.path()))
                .toArray(FieldPath[]::new);
    }

    private List<MappedPath> candidates(Field field) {
        if (field.ocsf()) {
            return origins(field.name()).stream()
                    .filter(Origin.Place.class::isInstance)
                    .map(origin -> ((Origin.Place) origin).path())
                    .toList();
        }
        List<MappedPath> places = new ArrayList<>(places(field.name()));
        for (var envelope : sections.envelopes()) {
            if (field.name().startsWith(envelope + ".")) {
                places.addAll(places(field.name().substring(envelope.length() + 1)));
            }
        }
        return enveloped(places);
    }

    private List<MappedPath> places(String name) {
        var places = sections.merge().getOrDefault(name, sections.aliases().get(name));
        return places == null ? List.of(new MappedPath(name, null, "", null)) : places;
    }

    /// As they are, then inside of each envelope.
    private List<MappedPath> enveloped(List<MappedPath> places) {
        List<MappedPath> all = new ArrayList<>(places);
        for (var envelope : sections.envelopes()) {
            places.stream().map(place -> place.below(envelope)).forEach(all::add);
        }
        return all;
    }

    /// Places as they are, then inside of each envelope, constants last; empty for a name that the source lacks.
    List<Origin> origins(String ocsfName) {
        List<Origin> found = new ArrayList<>();
        List<Origin> constants = new ArrayList<>();
        for (var origin : sections.ocsf().getOrDefault(ocsfName, List.of())) {
            switch (origin) {
                case Origin.Place place -> found.add(place);
                case Origin.Constant constant -> constants.add(constant);
            }
        }
        List<Origin> wrapped = new ArrayList<>();
        for (var envelope : sections.envelopes()) {
            for (var origin : found) {
                if (origin instanceof Origin.Place(var path, var conversion)) {
                    wrapped.add(new Origin.Place(path.below(envelope), conversion));
                }
            }
        }
        found.addAll(wrapped);
        found.addAll(constants);
        return found;
    }

    /// Null when paths say all of the field.
    MappedDetections.@Nullable Refinement refinement(Field field) {
        var candidates = candidates(field);
        boolean merged = sections.merge().containsKey(field.name());
        boolean pivots = candidates.stream().anyMatch(MappedPath::isPivot);
        var values = sections.values().getOrDefault(field.name(), Map.of());
        var absent = sections.absent().get(field.name());
        if (field.ocsf() || (!merged && !pivots && values.isEmpty() && absent == null)) {
            return null;
        }
        return new MappedDetections.Refinement(merged || pivots ? candidates : List.of(), values, absent);
    }

    public Decoder decoder() {
        return sections.decode().isEmpty() ? Decoder.NONE : this;
    }

    @Override
    public boolean opens(String path) {
        return sections.decode().containsKey(path);
    }

    @Override
    public @Nullable JsonValue decode(String path, JsonString string) {
        var encoding = sections.decode().get(path);
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
