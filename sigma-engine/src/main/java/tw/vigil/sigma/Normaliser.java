package tw.vigil.sigma;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tw.vigil.sigma.mapping.FieldMapping;
import tw.vigil.sigma.mapping.NormalisedFields;
import tw.vigil.sigma.match.Event;
import tw.vigil.sigma.match.FieldPath;

/// Reads the OCSF names of one source's events.
final class Normaliser {

    private final FieldMapping mapping;
    private final List<String> names;
    private final FieldPath[][] places;
    private final NormalisedFields fields;

    Normaliser(FieldMapping mapping) {
        this.mapping = mapping;
        this.names = List.copyOf(mapping.ocsfNames());
        List<FieldPath[]> table = new ArrayList<>();
        this.fields = NormalisedFields.of(mapping, names, table);
        this.places = table.toArray(FieldPath[][]::new);
    }

    SortedMap<String, String> normalise(byte[] json) {
        if (names.isEmpty()) {
            return Collections.emptySortedMap();
        }
        try {
            var event = fields.over(new Event(Route.object(json), places, mapping.decoder()));
            SortedMap<String, String> normalised = new TreeMap<>();
            for (int i = 0; i < names.size(); i++) {
                var values = event.field(i).values();
                if (!values.isEmpty()) {
                    normalised.put(names.get(i), values.getFirst().text());
                }
            }
            return normalised;
        } catch (MalformedEventException _) {
            return Collections.emptySortedMap();
        }
    }
}
