package tw.vigil.sigma;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.correlate.CorrelationMachine;
import tw.vigil.sigma.correlate.Episode;
import tw.vigil.sigma.mapping.FieldMapping;
import tw.vigil.sigma.mapping.MappedDetections;
import tw.vigil.sigma.match.FieldTable.Field;

/// Compiled rules. Immutable and thread-safe; replacing the active set is replacing one reference.
public final class RuleSet {

    private static final int MAX_SOURCES = 1_000;

    private final String hash;
    private final List<RuleInfo> infos;
    private final List<CompiledRule> detections;
    private final Links links;
    private final List<FieldMapping> mappings;
    private final List<Field> fields;
    private final Map<String, RuleInfo> byReference = new HashMap<>();
    private final Map<LogSource, Route> routes = new ConcurrentHashMap<>();
    private final Map<FieldMapping, Normaliser> normalisers = new ConcurrentHashMap<>();

    RuleSet(
            String hash,
            List<RuleInfo> infos,
            List<CompiledRule> detections,
            Links links,
            List<FieldMapping> mappings,
            List<Field> fields) {
        this.hash = hash;
        this.infos = List.copyOf(infos);
        this.detections = List.copyOf(detections);
        this.links = links;
        this.mappings = List.copyOf(mappings);
        this.fields = List.copyOf(fields);
        for (var info : infos) {
            byReference.put(info.id(), info);
        }
        for (var info : infos) {
            if (info.name() != null) {
                byReference.putIfAbsent(info.name(), info);
            }
        }
    }

    /// Reads and links all files. A file with a problem contributes nothing; the others load.
    public static Compilation compile(List<RuleFile> files, RuleContext context) {
        return new RuleCompiler(context).compile(files);
    }

    /// Of everything that decides what these rules say: rules, watch-lists and field mappings; lower-case hex.
    public String hash() {
        return hash;
    }

    public List<RuleInfo> rules() {
        return infos;
    }

    public @Nullable RuleInfo rule(String idOrName) {
        return byReference.get(idOrName);
    }

    public EventEvaluator newEvaluator() {
        return new IndexedEvaluator(this::route, null);
    }

    /// An evaluator that measures what rules cost.
    public EventEvaluator newEvaluator(RuleCost cost) {
        return new IndexedEvaluator(this::route, cost);
    }

    /// The plain meaning of the rules, as a judge of what is faster.
    EventEvaluator newTreeEvaluator() {
        return new TreeEvaluator(this::route);
    }

    /// OCSF names and values of an event, by the field mapping of its source; empty for a source without one
    /// or for bytes that are no event.
    public SortedMap<String, String> normalise(LogSource source, byte[] json) {
        return normalisers.computeIfAbsent(mapping(source), Normaliser::new).normalise(json);
    }

    /// Which fields that rules ask of events of `source` occur in a sample of them. A field that never does
    /// makes its rule silent, or, under `not`, always true.
    public FieldReport fieldReport(LogSource source, List<byte[]> sample) {
        return FieldReport.of(route(source), sample);
    }

    /// The conditions that held; empty when the rule does not match, is a correlation, or is not of this set.
    public List<Reason> explain(RuleInfo rule, LogSource source, byte[] json) {
        var route = route(source);
        for (var compiled : route.rules()) {
            if (compiled.info().id().equals(rule.id())) {
                try {
                    return Explanation.of(compiled.detection(), route.event(json));
                } catch (MalformedEventException e) {
                    return List.of();
                }
            }
        }
        return List.of();
    }

    /// @throws IllegalArgumentException when the rule is no correlation of this set
    public CorrelationMachine machine(RuleInfo correlation) {
        var machine = links.machines().get(correlation.id());
        if (machine == null) {
            throw new IllegalArgumentException(correlation.id() + " is no correlation of this rule set");
        }
        return machine;
    }

    /// What an episode of `inner` says to the rules that refer to `inner`; empty when none does.
    ///
    /// @param group of the episode
    public List<ChainedSignal> chained(RuleInfo inner, SortedMap<String, String> group, Episode episode) {
        return links.chain().signals(inner, group, episode);
    }

    /// 0 for a rule that only events feed, else one more than the highest rule that it refers to. Where several
    /// have something to do at the same time, the lower ones come first.
    public int height(RuleInfo rule) {
        return links.chain().height(rule.id());
    }

    public List<Expectation> expectations() {
        return links.expectations();
    }

    private Route route(LogSource source) {
        var known = routes.get(source);
        if (known != null) {
            return known;
        }
        var mapping = mapping(source);
        var mapped = new MappedDetections(mapping, fields);
        var applicable = detections.stream()
                .filter(rule -> rule.info().logSource().contains(source))
                .map(rule -> rule.with(mapped.map(rule.detection())))
                .toList();
        var route = Route.of(applicable, mapping, mapped);
        if (routes.size() < MAX_SOURCES) {
            routes.put(source, route);
        }
        return route;
    }

    /// The mapping that names most of the source.
    private FieldMapping mapping(LogSource source) {
        var best = FieldMapping.NONE;
        int bestNamed = 0;
        for (var mapping : mappings) {
            var named = new LogSource(mapping.category(), mapping.product(), mapping.service());
            int count = (mapping.category() == null ? 0 : 1)
                    + (mapping.product() == null ? 0 : 1)
                    + (mapping.service() == null ? 0 : 1);
            if (named.contains(source) && count > bestNamed) {
                best = mapping;
                bestNamed = count;
            }
        }
        return best;
    }
}
