package tw.vigil.sigma;

import java.util.List;
import java.util.stream.IntStream;
import tw.vigil.sigma.index.RuleIndex;
import tw.vigil.sigma.json.JsonReader;
import tw.vigil.sigma.json.JsonValue.JsonObject;
import tw.vigil.sigma.json.MalformedJsonException;
import tw.vigil.sigma.mapping.FieldMapping;
import tw.vigil.sigma.mapping.MappedDetections;
import tw.vigil.sigma.mapping.NormalisedFields;
import tw.vigil.sigma.match.Event;
import tw.vigil.sigma.match.FieldPath;

/// What applies to the events of one log source.
///
/// @param places for each field number of the rule set
/// @param normalised values of the fields with OCSF names
@SuppressWarnings("ArrayRecordComponent") // filled once, then only read
record Route(
        List<CompiledRule> rules,
        FieldMapping mapping,
        FieldPath[][] places,
        NormalisedFields normalised,
        RuleIndex index) {

    /// @param rules their detections mapped by `mapped`
    static Route of(List<CompiledRule> rules, FieldMapping mapping, MappedDetections mapped) {
        var detections = rules.stream().map(CompiledRule::detection).toList();
        var places = mapped.places();
        var normalised = mapped.normalised();
        var subscribed = rules.stream()
                .flatMap(rule -> rule.subscriptions().stream())
                .flatMap(Subscription::fields)
                .flatMapToInt(field -> IntStream.concat(IntStream.of(field), normalised.raw(field)))
                .boxed()
                .toList();
        var index = new RuleIndex(detections, places, subscribed, mapping.decoder());
        return new Route(rules, mapping, places, normalised, index);
    }

    Event event(byte[] json) throws MalformedEventException {
        return new Event(object(json), places, mapping.decoder());
    }

    static JsonObject object(byte[] json) throws MalformedEventException {
        try {
            if (JsonReader.read(json) instanceof JsonObject root) {
                return root;
            }
        } catch (MalformedJsonException e) {
            throw new MalformedEventException(String.valueOf(e.getMessage()), e);
        }
        throw new MalformedEventException("the event is JSON, but no object", new IllegalArgumentException());
    }
}
