package tw.vigil.sigma;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tw.vigil.sigma.Chain.Link;
import tw.vigil.sigma.Chain.Place;
import tw.vigil.sigma.RuleCompiler.Located;
import tw.vigil.sigma.Subscription.Grouping;
import tw.vigil.sigma.correlate.BaselineMachine;
import tw.vigil.sigma.correlate.CorrelationMachine;
import tw.vigil.sigma.correlate.CorrelationSpec;
import tw.vigil.sigma.correlate.ExpectationMachine;
import tw.vigil.sigma.mapping.FieldMapping;
import tw.vigil.sigma.match.Detection;
import tw.vigil.sigma.match.FieldTable.Field;
import tw.vigil.sigma.rule.LogSourceFields;
import tw.vigil.sigma.rule.Metadata;
import tw.vigil.sigma.rule.RuleDocument;
import tw.vigil.sigma.rule.RuleDocument.BaselineRule;
import tw.vigil.sigma.rule.RuleDocument.CorrelationRule;
import tw.vigil.sigma.rule.RuleDocument.DetectionRule;
import tw.vigil.sigma.rule.RuleDocument.ExpectationRule;
import tw.vigil.sigma.rule.RuleDocument.FilterRule;
import tw.vigil.sigma.rule.RuleDocument.Listening;
import tw.vigil.sigma.rule.RuleDocument.Reference;
import tw.vigil.sigma.rule.RuleTables;

/// Joins consistent documents: filters into detections, correlations to the detections that they refer to.
final class RuleLinker {

    private static final LogSource NO_SOURCE = new LogSource(null, null, null);
    private static final String CLAUSE_TAG = "cnfa.";

    private final RuleTables tables;
    private final List<DetectionRule> detections = new ArrayList<>();
    private final List<Listening> listeners = new ArrayList<>();
    private final Set<String> muted;
    private final List<FilterRule> filters = new ArrayList<>();
    private final List<RuleDocument> rules = new ArrayList<>();

    /// @param muted ids and names of rules that rejected documents refer to
    RuleLinker(RuleTables tables, List<Located> documents, Set<String> muted) {
        this.tables = tables;
        this.muted = muted;
        for (var located : documents) {
            switch (located.document()) {
                case DetectionRule detection -> {
                    detections.add(detection);
                    rules.add(detection);
                }
                case Listening listener -> {
                    listeners.add(listener);
                    rules.add(listener);
                }
                case FilterRule filter -> filters.add(filter);
            }
        }
    }

    RuleSet link(String hash, List<FieldMapping> mappings) {
        var silent = silent();
        Map<String, RuleInfo> infos = new HashMap<>();
        List<RuleInfo> ordered = new ArrayList<>();
        for (var rule : rules) {
            var info = info(rule, silent.contains(rule.metadata().id()));
            infos.put(info.id(), info);
            ordered.add(info);
        }
        Map<String, CorrelationMachine> machines = new HashMap<>();
        List<Expectation> expectations = new ArrayList<>();
        for (var listener : listeners) {
            var id = listener.metadata().id();
            var machine = machine(listener);
            machines.put(id, machine);
            if (listener instanceof ExpectationRule rule && machine instanceof ExpectationMachine expectation) {
                expectations.add(new Expectation(Objects.requireNonNull(infos.get(id)), expectation, rule.rows()));
            }
        }
        var chain = chain(infos);
        List<CompiledRule> compiled = new ArrayList<>();
        for (var detection : detections) {
            var info = Objects.requireNonNull(infos.get(detection.metadata().id()));
            compiled.add(new CompiledRule(info, filtered(detection), subscriptions(detection, infos, chain)));
        }
        var links = new Links(machines, chain, expectations);
        return new RuleSet(
                hash, ordered, compiled, links, mappings, tables.fields().fields());
    }

    private CorrelationMachine machine(Listening listener) {
        return switch (listener) {
            case CorrelationRule correlation -> spec(correlation).machine();
            case BaselineRule baseline -> new BaselineMachine(baseline.fields(), baseline.learn(), baseline.forget());
            case ExpectationRule expectation -> new ExpectationMachine(expectation.every(), expectation.warn());
        };
    }

    private Chain chain(Map<String, RuleInfo> infos) {
        Map<String, List<Link>> links = new HashMap<>();
        for (var inner : listeners) {
            List<Link> outers = new ArrayList<>();
            for (var outer : listeners) {
                if (refersTo(outer, inner.metadata())) {
                    outers.add(new Link(
                            Objects.requireNonNull(infos.get(outer.metadata().id())),
                            outer.groupBy().stream()
                                    .map(name -> new Place(name, place(outer, inner.metadata(), name)))
                                    .toList(),
                            outer.fields().stream()
                                    .map(name -> place(outer, inner.metadata(), name))
                                    .toList(),
                            outer.needsNumbers(),
                            outer.options()));
                }
            }
            if (!outers.isEmpty()) {
                links.put(inner.metadata().id(), outers);
            }
        }
        return new Chain(links);
    }

    /// Referred to, and by no correlation that lets its rules speak.
    private Set<String> silent() {
        Set<String> referred = new HashSet<>();
        Set<String> speaking = new HashSet<>();
        for (var rule : rules) {
            var metadata = rule.metadata();
            if (muted.stream().anyMatch(metadata::isCalled)) {
                referred.add(metadata.id());
            }
            for (var listener : listeners) {
                if (refersTo(listener, metadata)) {
                    referred.add(metadata.id());
                    if (listener.generate()) {
                        speaking.add(metadata.id());
                    }
                }
            }
        }
        referred.removeAll(speaking);
        return referred;
    }

    private static boolean refersTo(Listening listener, Metadata rule) {
        return listener.rules().stream().anyMatch(r -> rule.isCalled(r.name()));
    }

    private CorrelationSpec spec(CorrelationRule correlation) {
        var names = correlation.rules().stream().map(Reference::name).toList();
        var ids = names.stream().map(this::idOf).toList();
        return new CorrelationSpec(
                correlation.type(),
                ids,
                names,
                correlation.timespan(),
                correlation.thresholds(),
                correlation.percentile(),
                correlation.expression(),
                correlation.options().refiring());
    }

    private String idOf(String reference) {
        return rules.stream()
                .map(RuleDocument::metadata)
                .filter(metadata -> metadata.isCalled(reference))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private Detection filtered(DetectionRule rule) {
        List<Detection> parts = new ArrayList<>(List.of(rule.detection()));
        for (var filter : filters) {
            if (filter.names(rule.metadata()) && source(filter.logSource()).contains(source(rule.logSource()))) {
                parts.add(filter.detection());
            }
        }
        return parts.size() == 1 ? parts.getFirst() : new Detection.All(parts);
    }

    private List<Subscription> subscriptions(DetectionRule rule, Map<String, RuleInfo> infos, Chain chain) {
        List<Subscription> subscriptions = new ArrayList<>();
        for (var listener : listeners) {
            if (refersTo(listener, rule.metadata())) {
                var id = listener.metadata().id();
                subscriptions.add(new Subscription(
                        Objects.requireNonNull(infos.get(id)),
                        listener.groupBy().stream()
                                .map(name -> new Grouping(name, field(rule, place(listener, rule.metadata(), name))))
                                .toList(),
                        listener.fields().stream()
                                .map(name -> field(rule, place(listener, rule.metadata(), name)))
                                .toList(),
                        listener.needsNumbers(),
                        chain.places(id).stream()
                                .map(place -> new Grouping(place, field(rule, place)))
                                .toList(),
                        listener.options()));
            }
        }
        return subscriptions;
    }

    private int field(DetectionRule rule, String name) {
        return tables.fields().number(new Field(name, rule.ocsf()));
    }

    /// An alias that says nothing of this rule is the name of a field.
    private static String place(Listening listener, Metadata rule, String name) {
        var place = name;
        for (var entry : listener.aliases().getOrDefault(name, Map.of()).entrySet()) {
            if (rule.isCalled(entry.getKey())) {
                place = entry.getValue();
            }
        }
        return place;
    }

    private static RuleInfo info(RuleDocument rule, boolean silent) {
        var metadata = rule.metadata();
        boolean detection = rule instanceof DetectionRule;
        var vigil = metadata.vigil();
        return new RuleInfo(
                metadata.id(),
                metadata.name(),
                metadata.title(),
                metadata.level(),
                rule instanceof Listening listener ? listener.kind() : RuleInfo.DETECTION,
                detection ? source(((DetectionRule) rule).logSource()) : NO_SOURCE,
                metadata.tags(),
                metadata.tags().stream()
                        .filter(tag -> tag.startsWith(CLAUSE_TAG))
                        .map(tag -> tag.substring(CLAUSE_TAG.length()))
                        .toList(),
                metadata.description(),
                metadata.falsePositives(),
                metadata.sha256(),
                new Vigil(
                        vigil.get("key"),
                        vigil.get("title-zh"),
                        vigil.get("description-zh"),
                        vigil.get("unit"),
                        vigil.get("playbook"),
                        Metadata.SHADOW.equals(vigil.get("stage"))),
                silent);
    }

    private static LogSource source(LogSourceFields fields) {
        return new LogSource(fields.category(), fields.product(), fields.service());
    }
}
