package tw.vigil.sigma;

import java.util.List;
import tw.vigil.sigma.index.RuleIndex;
import tw.vigil.sigma.json.JsonReader;
import tw.vigil.sigma.json.JsonValue.JsonObject;
import tw.vigil.sigma.json.MalformedJsonException;
import tw.vigil.sigma.mapping.FieldMapping;
import tw.vigil.sigma.match.Event;
import tw.vigil.sigma.match.FieldPath;

/// What applies to the events of one log source.
///
/// @param places for each field number of the rule set
@SuppressWarnings("ArrayRecordComponent") // filled once, then only read
record Route(List<CompiledRule> rules, FieldMapping mapping, FieldPath[][] places, RuleIndex index) {

    static Route of(List<CompiledRule> rules, FieldMapping mapping, FieldPath[][] places) {
        var detections = rules.stream().map(CompiledRule::detection).toList();
        var subscribed = rules.stream()
                .flatMap(rule -> rule.subscriptions().stream())
                .flatMap(Subscription::fields)
                .toList();
        return new Route(rules, mapping, places, new RuleIndex(detections, places, subscribed, mapping.decoder()));
    }

    Event event(byte[] json) throws MalformedEventException {
        try {
            if (JsonReader.read(json) instanceof JsonObject root) {
                return new Event(root, places, mapping.decoder());
            }
        } catch (MalformedJsonException e) {
            throw new MalformedEventException(String.valueOf(e.getMessage()), e);
        }
        throw new MalformedEventException("the event is JSON, but no object", new IllegalArgumentException());
    }
}
