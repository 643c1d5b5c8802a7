package tw.vigil.sigma;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tw.vigil.sigma.RuleCompiler.Located;
import tw.vigil.sigma.Subscription.Grouping;
import tw.vigil.sigma.correlate.CorrelationMachine;
import tw.vigil.sigma.correlate.CorrelationSpec;
import tw.vigil.sigma.mapping.FieldMapping;
import tw.vigil.sigma.match.Detection;
import tw.vigil.sigma.match.FieldTable.Field;
import tw.vigil.sigma.rule.LogSourceFields;
import tw.vigil.sigma.rule.Metadata;
import tw.vigil.sigma.rule.RuleDocument;
import tw.vigil.sigma.rule.RuleDocument.CorrelationRule;
import tw.vigil.sigma.rule.RuleDocument.DetectionRule;
import tw.vigil.sigma.rule.RuleDocument.FilterRule;
import tw.vigil.sigma.rule.RuleDocument.Reference;
import tw.vigil.sigma.rule.RuleTables;

/// Joins consistent documents: filters into detections, correlations to the detections that they refer to.
final class RuleLinker {

    private static final LogSource NO_SOURCE = new LogSource(null, null, null);
    private static final String CLAUSE_TAG = "cnfa.";

    private final RuleTables tables;
    private final List<DetectionRule> detections = new ArrayList<>();
    private final List<CorrelationRule> correlations = new ArrayList<>();
    private final List<FilterRule> filters = new ArrayList<>();
    private final List<RuleDocument> rules = new ArrayList<>();

    RuleLinker(RuleTables tables, List<Located> documents) {
        this.tables = tables;
        for (var located : documents) {
            switch (located.document()) {
                case DetectionRule detection -> {
                    detections.add(detection);
                    rules.add(detection);
                }
                case CorrelationRule correlation -> {
                    correlations.add(correlation);
                    rules.add(correlation);
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
        for (var correlation : correlations) {
            machines.put(correlation.metadata().id(), spec(correlation).machine());
        }
        List<CompiledRule> compiled = new ArrayList<>();
        for (var detection : detections) {
            var info = Objects.requireNonNull(infos.get(detection.metadata().id()));
            compiled.add(new CompiledRule(info, filtered(detection), subscriptions(detection, infos)));
        }
        return new RuleSet(
                hash, ordered, compiled, machines, mappings, tables.fields().fields());
    }

    /// Referred to, and by no correlation that lets its rules speak.
    private Set<String> silent() {
        Set<String> referred = new HashSet<>();
        Set<String> speaking = new HashSet<>();
        for (var correlation : correlations) {
            for (var detection : detections) {
                if (refersTo(correlation, detection.metadata())) {
                    referred.add(detection.metadata().id());
                    if (correlation.generate()) {
                        speaking.add(detection.metadata().id());
                    }
                }
            }
        }
        referred.removeAll(speaking);
        return referred;
    }

    private static boolean refersTo(CorrelationRule correlation, Metadata rule) {
        return correlation.rules().stream().anyMatch(r -> rule.isCalled(r.name()));
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
                correlation.expression());
    }

    private String idOf(String reference) {
        return detections.stream()
                .map(DetectionRule::metadata)
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

    private List<Subscription> subscriptions(DetectionRule rule, Map<String, RuleInfo> infos) {
        List<Subscription> subscriptions = new ArrayList<>();
        for (var correlation : correlations) {
            if (refersTo(correlation, rule.metadata())) {
                subscriptions.add(new Subscription(
                        Objects.requireNonNull(infos.get(correlation.metadata().id())),
                        correlation.groupBy().stream()
                                .map(name -> new Grouping(name, field(correlation, rule, name)))
                                .toList(),
                        correlation.fields().stream()
                                .map(name -> field(correlation, rule, name))
                                .toList(),
                        correlation.type().needsNumbers()));
            }
        }
        return subscriptions;
    }

    /// An alias that says nothing of this rule is the name of a field.
    private int field(CorrelationRule correlation, DetectionRule rule, String name) {
        var places = correlation.aliases().getOrDefault(name, Map.of());
        var place = name;
        for (var entry : places.entrySet()) {
            if (rule.metadata().isCalled(entry.getKey())) {
                place = entry.getValue();
            }
        }
        return tables.fields().number(new Field(place, rule.ocsf()));
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
                rule instanceof CorrelationRule c ? c.type().sigmaName() : RuleInfo.DETECTION,
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
                        vigil.get("playbook")),
                silent);
    }

    private static LogSource source(LogSourceFields fields) {
        return new LogSource(fields.category(), fields.product(), fields.service());
    }
}
