package tw.vigil.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// OCSF names in rules and in the normalised copy of an event: both mean the same values.
class NormalisedViewTest {

    private static final LogSource SOURCE = new LogSource(null, "p", "s");
    private static final String MAPPING = """
            logsource: {product: p, service: s}
            envelope: [data]
            ocsf:
              cloud.provider: [{constant: P Cloud}]
              actor.user.name: [user.name, user.id]
              actor.user.type: [{path: user.kind, values: {bot: Service, 'human*': User}, else: Other}]
              src_endpoint.ip: [{path: from, as: ip}]
              src_endpoint.domain: [{path: from, as: host}]
              api.operation: [call]
              api.response.error: [error]
              status: [{path: error, else: Failure}, {constant: Success}]
              cloud.account.uid: [{path: id, match: '(?i)/accounts/([^/]+)', as: lower}]
              http_request.user_agent: ['extra[name=agent].value']
              time: [{path: at, as: time}]
            """;

    private static final String EVENT = """
            {"call": "Stop", "user": {"name": "", "id": "lin", "kind": "human-admin"}, "from": "203.0.113.7:51122",
             "error": null, "id": "/ACCOUNTS/ABC-1/x", "extra": [{"name": "x", "value": "no"}, {"name": "Agent", "value": "cli"}],
             "at": "2026-08-20T10:15:30.1234567Z"}""";

    @Test
    void anEventIsCopiedInNormalisedNames() {
        var normalised = compile("{api.operation: Stop}").normalise(SOURCE, utf8(EVENT));

        assertThat(normalised)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("cloud.provider", "P Cloud"),
                        Map.entry("actor.user.name", "lin"),
                        Map.entry("actor.user.type", "User"),
                        Map.entry("src_endpoint.ip", "203.0.113.7"),
                        Map.entry("api.operation", "Stop"),
                        Map.entry("status", "Success"),
                        Map.entry("cloud.account.uid", "abc-1"),
                        Map.entry("http_request.user_agent", "cli"),
                        Map.entry("time", "1787220930123")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{cloud.provider: p cloud}",
                "{cloud.provider|contains: cloud, api.operation: stop}",
                "{actor.user.name: lin, actor.user.type: user}",
                "{actor.user.type|startswith: us}",
                "{src_endpoint.ip: 203.0.113.7}",
                "{src_endpoint.ip|cidr: 203.0.113.0/24}",
                "{src_endpoint.ip|endswith: .7}",
                "{src_endpoint.domain: null}",
                "{src_endpoint.domain|exists: false}",
                "{api.response.error: null, status: Success}",
                "{status|neq: Failure}",
                "{cloud.account.uid: abc-1}",
                "{http_request.user_agent: cli}",
                "{http_request.user_agent|neq: no}",
                "{http_request.user_agent: '*'}",
                "{time|gte: 1787220930000}",
                "{time|hour: 10}",
                "{'actor.user.name|contains|all': [l, n]}"
            })
    void rulesAskForNormalisedValues(String selection) {
        assertThat(matches(selection, EVENT)).isTrue();
        assertThat(matches(selection, "{\"data\": " + EVENT + "}")).isTrue();
        assertThat(explained(selection)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{cloud.provider: AWS}",
                "{actor.user.name: ''}",
                "{actor.user.type: human-admin}",
                "{src_endpoint.ip: '203.0.113.7:51122'}",
                "{src_endpoint.domain: '*'}",
                "{status: Failure}",
                "{status|neq: Success}",
                "{cloud.account.uid: /ACCOUNTS/ABC-1/x}",
                "{http_request.user_agent: no}",
                "{http_request.user_agent: null}"
            })
    void rawValuesAreNotTheNormalisedOnes(String selection) {
        assertThat(matches(selection, EVENT)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "AWS Internal,                , AWS Internal",
        "signin.example.test,         , signin.example.test",
        "2001:db8::1,                 2001:db8::1,",
        "[2001:db8::1]:443,           2001:db8::1,",
        "::ffff:203.0.113.7,          203.0.113.7,",
        "203.0.113.7,                 203.0.113.7,",
        "203.0.113.777,               , 203.0.113.777"
    })
    void addressesAndHostsAreToldApart(String from, String address, String host) {
        var normalised = compile("{api.operation: x}").normalise(SOURCE, utf8("{\"from\": \"" + from + "\"}"));

        assertThat(normalised.get("src_endpoint.ip")).isEqualTo(address);
        assertThat(normalised.get("src_endpoint.domain")).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"2026-08-20T10:15:30Z\"',       1787220930000",
        "'\"2026-08-20 10:15:30\"',        1787220930000",
        "'\"2026-08-20T18:15:30+0800\"',   1787220930000",
        "'\"2026-08-20T18:15:30+08:00\"',  1787220930000",
        "1787220930123,                    1787220930123",
        "1787220930,                       1787220930000",
        "'\"soon\"',"
    })
    void timesAreMillisecondsSince1970(String at, String millis) {
        assertThat(compile("{api.operation: x}")
                        .normalise(SOURCE, utf8("{\"at\": " + at + "}"))
                        .get("time"))
                .isEqualTo(millis);
    }

    @Test
    void correlationsGroupAndCountNormalisedValues() throws MalformedEventException {
        var files = List.of(new RuleFile("r.yml", rule("{status: Success}") + """
                ---
                title: c
                name: c
                correlation:
                  type: value_count
                  rules: [t]
                  group-by: [src_endpoint.ip, cloud.account.uid, http_request.user_agent]
                  timespan: 1h
                  condition: {field: cloud.provider, gte: 2}
                """));
        var rules = RuleSet.compile(files, context()).rules();

        for (var evaluator : List.of(rules.newEvaluator(), rules.newTreeEvaluator())) {
            var heard = new HeardMatches();
            evaluator.evaluate(SOURCE, utf8(EVENT), heard);
            assertThat(heard.others())
                    .containsExactly(
                            "signal c t {cloud.account.uid=abc-1, http_request.user_agent=cli,"
                                    + " src_endpoint.ip=203.0.113.7}",
                            "value P Cloud");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{constant: x, as: ip}          | a constant stands alone",
                "[{constant: x}, path]          | put the constant last",
                "{as: ip}                       | write {path",
                "{path: a, as: upper}           | unknown form 'upper'",
                "{path: a, match: '('}          | no regular expression",
                "{path: a, match: 'a'}          | needs one group",
                "{path: a, values: 5}           | map of raw values",
                "{path: a, values: {x: [y]}}    | called by one text",
                "{path: a, values: {x: y}, as: ip} | keep one of",
                "{path: a, otherwise: x}        | unknown key 'otherwise'",
                "[]                             | list at least one path",
                "5                              | a path is a string"
            })
    void whatAMappingCannotMeanRejectsIt(String origin, String problem) {
        var mapping = "logsource: {product: p, service: s}\nocsf:\n  status: " + origin + "\n";

        var compiled = RuleSet.compile(List.of(), new RuleContext(Map.of(), List.of(new RuleFile("m.yml", mapping))));

        assertThat(compiled.problems()).first().asString().contains("m.yml:").contains(problem);
    }

    @Test
    void onlyOcsfRulesMayMeanEverySource() {
        var everywhere = """
                title: t
                logsource: {definition: every source}
                detection:
                  sel: {api.operation: Stop}
                  condition: sel
                """;

        assertThat(RuleSet.compile(List.of(new RuleFile("r.yml", everywhere)), context())
                        .problems())
                .singleElement()
                .asString()
                .contains("a logsource has at least one of");
        var rules = RuleSet.compile(List.of(new RuleFile("r.yml", "taxonomy: ocsf\n" + everywhere)), context());
        assertThat(rules.problems()).isEmpty();
    }

    private static boolean explained(String selection) {
        var rules = compile(selection);
        var reasons = rules.explain(rules.rules().getFirst(), SOURCE, utf8(EVENT));
        return reasons.stream().noneMatch(reason -> reason.field().isEmpty());
    }

    private static boolean matches(String selection, String event) {
        var rules = compile(selection);
        try {
            var indexed = new HeardMatches();
            rules.newEvaluator().evaluate(SOURCE, utf8(event), indexed);
            var tree = new HeardMatches();
            rules.newTreeEvaluator().evaluate(SOURCE, utf8(event), tree);
            assertThat(indexed.matches()).isEqualTo(tree.matches());
            return !indexed.matches().isEmpty();
        } catch (MalformedEventException e) {
            throw new AssertionError(e);
        }
    }

    private static RuleSet compile(String selection) {
        var compiled = RuleSet.compile(List.of(new RuleFile("r.yml", rule(selection))), context());
        assertThat(compiled.problems()).isEmpty();
        return compiled.rules();
    }

    private static RuleContext context() {
        return new RuleContext(Map.of(), List.of(new RuleFile("m.yml", MAPPING)));
    }

    private static String rule(String selection) {
        return "title: t\nname: t\ntaxonomy: ocsf\nlogsource: {product: p, service: s}\ndetection:\n  sel: " + selection
                + "\n  condition: sel\n";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
