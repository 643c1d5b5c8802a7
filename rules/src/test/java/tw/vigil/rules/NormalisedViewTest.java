package tw.vigil.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tw.vigil.sigma.MalformedEventException;
import tw.vigil.sigma.MatchSink;
import tw.vigil.sigma.RuleFile;
import tw.vigil.sigma.RuleInfo;
import tw.vigil.sigma.RuleSet;
import tw.vigil.sigma.offline.OfflineEvent;
import tw.vigil.sigma.offline.OfflineFinding;
import tw.vigil.sigma.offline.OfflineRun;

/// The normalised view: our own raw events of each source against the OCSF values that rules meet.
class NormalisedViewTest {

    private static final Path PAGE = Path.of("../docs/normalised-view.md");
    private static final List<String> CATEGORIES = List.of("firewall", "network", "proxy", "webserver");

    private static final Set<String> WHOLE_PRODUCTS = Set.of("linux", "m365", "ocsf");

    /// Captions of the OCSF 1.x enumerations `type_id` of a user, `status_id` and `severity_id`.
    private static final Map<String, Set<String>> ENUMERATIONS = Map.of(
            "actor.user.type", Set.of("Unknown", "User", "Admin", "System", "Service", "Other"),
            "status", Set.of("Unknown", "Success", "Failure", "Other"),
            "severity", Set.of("Unknown", "Informational", "Low", "Medium", "High", "Critical", "Fatal", "Other"),
            "actor.session.is_mfa", Set.of("true", "false"));

    static Stream<Path> files() {
        return NormalisedEvent.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void rawEventsHaveTheirNormalisedValues(Path file) {
        for (var golden : NormalisedEvent.of(file)) {
            assertThat(golden.normalised()).as(golden.event()).isEqualTo(golden.expected());
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void normalisedValuesHaveTheFormOfOcsf(Path file) {
        for (var golden : NormalisedEvent.of(file)) {
            golden.expected().forEach((name, value) -> {
                if (ENUMERATIONS.containsKey(name)) {
                    assertThat(ENUMERATIONS.get(name)).as(name).contains(value);
                }
                switch (name) {
                    case "time" -> assertThat(value).matches("\\d{13}");
                    case "src_endpoint.ip" -> assertThat(value).matches("[0-9.]+|[0-9a-f:]+");
                    default -> assertThat(value).isNotBlank();
                }
            });
        }
    }

    /// A name that no event of ours shows may as well be misspelt.
    @ParameterizedTest
    @MethodSource("files")
    void everyMappedNameIsShown(Path file) {
        var shown = new TreeSet<String>();
        NormalisedEvent.of(file)
                .forEach(golden -> shown.addAll(golden.expected().keySet()));

        assertThat(shown).isEqualTo(mapped().get(sourceName(file)));
    }

    @Test
    void everyMappingIsProven() {
        assertThat(files().map(NormalisedViewTest::sourceName)).containsExactlyInAnyOrderElementsOf(mapped().keySet());
    }

    @ParameterizedTest
    @MethodSource("files")
    void oneRuleFiresOnEverySource(Path file) throws MalformedEventException {
        var rules = compile("""
                title: someone did something
                taxonomy: ocsf
                logsource: {definition: every source}
                detection:
                  sel:
                    api.operation: '*'
                    severity: [Informational, Low, Medium, High]
                  condition: sel
                """);

        for (var golden : NormalisedEvent.of(file)) {
            var heard = new Heard();
            rules.newEvaluator().evaluate(golden.source(), golden.bytes(), heard);
            assertThat(heard.matched).as(golden.event()).isEqualTo(1);
            assertThat(rules.explain(rules.rules().getFirst(), golden.source(), golden.bytes()))
                    .isNotEmpty();
        }
    }

    /// Every value that the normalised copy shows is one that a rule of the same name meets.
    @ParameterizedTest
    @MethodSource("files")
    void rulesMeetTheValuesThatAreShown(Path file) throws MalformedEventException {
        for (var golden : NormalisedEvent.of(file)) {
            var selection = golden.expected().entrySet().stream()
                    .map(entry -> "    '" + entry.getKey() + "|cased': '" + entry.getValue() + "'\n")
                    .collect(Collectors.joining());
            var rules = compile("title: t\ntaxonomy: ocsf\nlogsource: {definition: every source}\ndetection:\n  sel:\n"
                    + selection + "  condition: sel\n");
            var heard = new Heard();

            rules.newEvaluator().evaluate(golden.source(), golden.bytes(), heard);

            assertThat(heard.matched).as(golden.event()).isEqualTo(1);
        }
    }

    @Test
    void correlationsReachOverClouds() throws MalformedEventException {
        var rules = compile("""
                title: refused
                name: refused
                taxonomy: ocsf
                logsource: {definition: every source}
                detection: {sel: {status: Failure}, condition: sel}
                ---
                title: One address is refused by two clouds
                correlation:
                  type: value_count
                  rules: [refused]
                  group-by: [src_endpoint.ip]
                  timespan: 1h
                  condition: {field: cloud.provider, gte: 2}
                """);
        var findings = new ArrayList<OfflineFinding>();
        var run = new OfflineRun(rules, findings::add);
        var time = Instant.parse("2026-08-20T10:15:30Z");

        for (String name : List.of("azure.activitylogs", "azure.signinlogs", "gcp.gcp.audit")) {
            var golden = NormalisedEvent.of(name).getFirst();
            run.accept(new OfflineEvent(name, time, golden.source(), golden.bytes()));
        }
        run.finish();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.group()).containsExactly(Map.entry("src_endpoint.ip", "203.0.113.42"));
            assertThat(finding.completedBy()).isEqualTo("gcp.gcp.audit");
        });
    }

    /// The page says what each source gives; what it leaves blank no rule can see there.
    @Test
    void thePageTellsWhatEachSourceGives() throws IOException {
        var page = Files.readString(PAGE);
        var names = new TreeSet<String>();
        mapped().values().forEach(names::addAll);

        for (var source : mapped().entrySet()) {
            var row = page.lines()
                    .filter(line -> line.startsWith("| `" + source.getKey() + "` |"))
                    .findFirst();
            assertThat(row).as("the row of " + source.getKey()).isPresent();
            var lacking = new TreeSet<>(names);
            lacking.removeAll(source.getValue());
            var told = lacking.isEmpty()
                    ? "nothing"
                    : lacking.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
            assertThat(row.get()).isEqualTo("| `" + source.getKey() + "` | " + told + " |");
        }
        assertThat(names).allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
    }

    /// By source: the OCSF names of its mapping.
    private static SortedMap<String, SortedSet<String>> mapped() {
        var mapped = new TreeMap<String, SortedSet<String>>();
        for (var file : PackFiles.all()) {
            if (file.startsWith("field-mappings/")) {
                var mapping =
                        (Map<?, ?>) PackFiles.documents(PackFiles.text(file)).getFirst();
                var name = file.substring(file.indexOf('/') + 1, file.length() - ".yml".length());
                var names = new TreeSet<String>();
                map(mapping, "ocsf").keySet().forEach(key -> names.add(String.valueOf(key)));
                mapped.put(CATEGORIES.contains(name) ? "category." + name : product(map(mapping, "logsource")), names);
            }
        }
        return mapped;
    }

    private static Map<?, ?> map(Map<?, ?> document, String key) {
        return (Map<?, ?>) Objects.requireNonNull(document.get(key));
    }

    private static String product(Map<?, ?> logSource) {
        var service = logSource.get("service");
        return logSource.get("product") + (service == null ? "" : "." + service);
    }

    /// A mapping of a whole product is shown by events of one of its services.
    private static String sourceName(Path file) {
        var name = String.valueOf(file.getFileName()).replace(".yml", "");
        int dot = name.indexOf('.');
        return WHOLE_PRODUCTS.contains(name.substring(0, dot)) ? name.substring(0, dot) : name;
    }

    private static RuleSet compile(String rule) {
        var compiled = RuleSet.compile(List.of(new RuleFile("r.yml", rule)), PackFiles.context());
        assertThat(compiled.problems()).isEmpty();
        return compiled.rules();
    }

    private static final class Heard implements MatchSink {
        private int matched;

        @Override
        public void match(RuleInfo rule) {
            matched++;
        }

        @Override
        public void signal(RuleInfo correlation, RuleInfo rule, SortedMap<String, String> group) {}

        @Override
        public void missingGroup(RuleInfo correlation, RuleInfo rule, String field) {}

        @Override
        public void error(RuleInfo rule, RuntimeException cause) {
            throw cause;
        }
    }
}
